import { expect, test } from 'vitest'
import { dispatch } from '../../../src/cli/dispatch.ts'
import packageJson from '../../../package.json' with { type: 'json' }
import { recordedIo } from './io.ts'

const run = async (...argv: string[]) => {
  const { io, written } = recordedIo()
  return { code: await dispatch(argv, io), ...written }
}

test('prints the version of Consul first, then our own', async () => {
  const { code, stdout } = await run('version')
  expect(code).toBe(0)
  expect(stdout.split('\n').slice(0, 2)).toEqual(['Consul v1.21.4', `miniconsul v${packageJson.version}`])
})

test('prints JSON as Consul does', async () => {
  const { code, stdout } = await run('version', '-format=json')
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    Version: '1.21.4',
    Revision: '',
    Prerelease: '',
    BuildDate: '1970-01-01T00:00:01Z',
    RPC: { Default: 2, Min: 2, Max: 3 },
  })
})

test.each(['foo', 'toString'])('knows no format %s', async format => {
  expect(await run('version', '-format', format)).toEqual({
    code: 1,
    stdout: '',
    stderr: `Unknown format: ${format}\n`,
  })
})
