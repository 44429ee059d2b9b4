import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import recorded from '../../../fixtures/conformance/config/validate.json' with { type: 'json' }
import { dispatch } from '../../../src/cli/dispatch.ts'
import { recordedIo } from './io.ts'

let dir = ''
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'validate-'))))
afterEach(() => rmSync(dir, { recursive: true }))

const file = (name: string, text: string): void => writeFileSync(join(dir, name), text)
const validate = async (...argv: string[]) => {
  const { io, written } = recordedIo({ cwd: dir })
  return { exit: await dispatch(['validate', ...argv], io), ...written }
}

const GOOD = 'data_dir = "x"\nbind_addr = "127.0.0.1"\n'
const VALID = { exit: 0, stdout: 'Configuration is valid!\n', stderr: '' }

describe('as Consul answered', () => {
  test.each(recorded.map(({ text, ...row }) => [text, row] as const))('%s', async (text, { file: name, ...answer }) => {
    file(name, text)
    expect(await validate(name)).toEqual(answer)
  })
})

test('a data folder whose name no folder can have is an error of one line', async () => {
  file('nul.json', JSON.stringify({ data_dir: 'a\0b', bind_addr: '127.0.0.1' }))
  const { exit, stdout, stderr } = await validate('nul.json')
  expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' })
  expect(stderr).toBe('Config validation failed: Error getting info on data_dir: stat a\0b: invalid argument\n')
})

describe('arguments', () => {
  test('nothing is printed with -quiet when all is well', async () => {
    file('a.hcl', GOOD)
    expect(await validate('-quiet', 'a.hcl')).toEqual({ ...VALID, stdout: '' })
    file('b.hcl', 'x = @')
    const stderr = 'Config validation failed: failed to parse b.hcl: At 1:5: illegal char\n'
    expect(await validate('-quiet', 'b.hcl')).toEqual({ exit: 1, stdout: '', stderr })
  })

  test('a folder is read as a whole', async () => {
    mkdirSync(join(dir, 'd'))
    file('d/a.hcl', 'data_dir = "x"')
    file('d/b.json', '{"bind_addr":"127.0.0.1"}')
    file('d/c.txt', '@')
    expect(await validate('d')).toEqual({
      ...VALID,
      stderr: 'skipping file d/c.txt, extension must be .hcl or .json, or config format must be set\n',
    })
  })

  test.each([
    [[], 'Must specify at least one config file or directory\n'],
    [['-quiet'], 'Must specify at least one config file or directory\n'],
    [['-config-format=xx', 'a'], "-config-format must be either 'hcl' or 'json\n"],
    [['none'], 'Config validation failed: config: Open failed on none. open none: no such file or directory\n'],
    [[''], 'Config validation failed: config: Open failed on . open : no such file or directory\n'],
    [
      ['a.conf'],
      'Config validation failed: file a.conf has unknown extension; must be .hcl or .json, or config format must be set\n',
    ],
  ])('%j', async (argv, stderr) => {
    file('a.conf', GOOD)
    expect(await validate(...argv)).toEqual({ exit: 1, stdout: '', stderr })
  })

  test('the format may be given', async () => {
    file('a.conf', GOOD)
    expect(await validate('-config-format=hcl', 'a.conf')).toEqual(VALID)
  })
})
