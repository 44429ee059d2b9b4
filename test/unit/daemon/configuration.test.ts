import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Keyring } from '../../../src/agent/keyring.ts'
import { STORE } from '../../../src/config/data-folder.ts'
import type { Settings } from '../../../src/model/settings.ts'
import { Configuration } from '../../../src/daemon/configuration.ts'

const KEY = 'pUqJrVyVRj5jsiYEkM/tFQYfWyJIv4s3XkvDwy7Cu5s='
let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'configuration-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const file = (): string => join(folder, 'serf/local.keyring')

async function read(config: object, { dev = false } = {}): Promise<Settings> {
  const flags = { bind_addr: '127.0.0.1', data_dir: folder, ...config }
  return (await new Configuration({ paths: [], format: undefined, flags }, { dev }).read()).settings
}

it('the key of a data folder is there when the configuration has none any more', async () => {
  expect((await read({ encrypt: KEY })).encryptKey).toBe(KEY)
  expect(existsSync(file())).toBe(false)
  mkdirSync(join(folder, STORE))
  new Keyring(KEY, folder).keep()
  expect(readFileSync(file(), 'utf8')).toBe(JSON.stringify([KEY]))
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  expect((await read({})).encryptKey).toBe(KEY)
})

it.each([
  ['disable_keyring_file', { disable_keyring_file: true }, false],
  ['development mode', {}, true],
])('with %s that key is not looked at', async (_why, config, dev) => {
  mkdirSync(join(folder, STORE))
  new Keyring(KEY, folder).keep()
  const { encryptKey, keepsKeyring } = await read(config, { dev })
  expect({ encryptKey, keepsKeyring }).toEqual({ encryptKey: undefined, keepsKeyring: false })
})
