import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAgent } from '../support/e2e/agent.ts'
import { linkConsul, root } from '../support/e2e/consul-link.ts'
import { run, succeed } from '../support/e2e/programs.ts'

let folder: string
const executable = () => join(folder, 'miniconsul')

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'standalone-'))
  await succeed(process.execPath, [join(root, 'scripts/build-sea.mjs'), '--out', folder], { within: 240_000 })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the standalone executable is a command that needs no Node beside it', async () => {
  const { stdout, stderr, code } = await run(executable(), ['version'], { cwd: folder, env: { PATH: '' } })
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  expect(stdout).toMatch(/^Consul v1\.21\.4\nminiconsul v/)
})

test('the standalone executable is an agent with page, patterns, certificates, snapshots and a data folder', async () => {
  const consul = () => linkConsul(executable())
  const agent = await startAgent({ data_dir: '${DIR}/data' }, consul)
  try {
    const { env, url } = agent
    const command = (...args: string[]) => succeed(executable(), args, { env, cwd: folder })
    expect(await command('kv', 'put', 'greeting', 'hello')).toBe('Success! Data written to: greeting\n')
    expect(await command('kv', 'get', 'greeting')).toBe('hello\n')
    expect(await command('snapshot', 'save', 'a.snap')).toContain('Saved and verified snapshot')

    const page = await (await fetch(`${url}/ui/`)).text()
    const paths = [
      ...Array.from(page.matchAll(/"(\/ui\/assets\/[^"]+)"/g), ([, asset]) => asset),
      `/v1/agent/checks?filter=${encodeURIComponent('Output matches "a.*(b|c)?x"')}`,
      '/v1/agent/connect/ca/leaf/web',
      '/_miniconsul/openapi.json',
    ]
    expect(paths.length).toBeGreaterThan(4)
    const answers = await Promise.all(paths.map(async path => `${(await fetch(url + path)).status} ${path}`))
    expect(answers).toEqual(paths.map(path => `200 ${path}`))
    agent.program.signal('SIGTERM')
    expect((await agent.program.exited).code).toBe(1)
  } finally {
    await agent.stop()
  }
})
