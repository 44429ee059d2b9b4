import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { settingsFromConfig } from '../../../../src/config/settings.ts'
import { Emulator } from '../../../../src/emulator.ts'

let root = ''
let folder = ''
const running: Emulator[] = []
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'data-folder-'))
  folder = join(root, 'data')
})
afterEach(async () => {
  for (const emulator of running.splice(0)) await emulator.close()
  rmSync(root, { recursive: true, force: true })
})

async function start({ dev = false, data_dir = folder } = {}): Promise<Emulator> {
  const ports = { http: 0, dns: -1, grpc: -1, grpc_tls: -1 }
  const settings = settingsFromConfig({ server: true, bootstrap: !dev, data_dir, ports }, { dev })
  const emulator = new Emulator(settings)
  await emulator.listen()
  running.push(emulator)
  return emulator
}

async function stop(emulator: Emulator): Promise<void> {
  await emulator.close()
  running.splice(running.indexOf(emulator), 1)
}

async function ask({ http }: Emulator, method: string, path: string, body?: string): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${http.port}/v1${path}`, {
    method,
    ...(body !== undefined && { body }),
  })
  const text = await response.text()
  return text === '' ? response.status : JSON.parse(text)
}

const logFile = (from = folder): string => {
  const name = readdirSync(join(from, 'miniconsul')).find(one => one.endsWith('.log'))
  return join(from, 'miniconsul', name ?? '')
}
const filesOf = (dir: string): string =>
  JSON.stringify(
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name !== 'LOG' && entry.name !== 'LOG.old')
      .map(({ parentPath, name }) => [parentPath, name, readFileSync(join(parentPath, name), 'base64')])
      .sort(),
  )

test('a copy of the folder that is made the moment a write is acknowledged holds it, with its indexes', async () => {
  const first = await start()
  await ask(first, 'PUT', '/kv/app/a?flags=18446744073709551615', 'one')
  await ask(first, 'PUT', '/kv/app/b', 'two')
  await ask(first, 'DELETE', '/kv/app/b')
  const before = await ask(first, 'GET', '/kv/app/a')
  // as a kill would leave it: nothing was closed
  cpSync(folder, join(root, 'copy'), { recursive: true })
  const index = first.agent.store.index
  const second = await start({ data_dir: join(root, 'copy') })
  expect(await ask(second, 'GET', '/kv/app/a')).toEqual(before)
  expect(await ask(second, 'GET', '/kv/app/b')).toBe(404)
  expect(second.agent.store.view.get('tombstones', 'app/b')).toBeDefined()
  expect(second.agent.store.index).toBeGreaterThan(index)
})

test('the state after a restart is the state before it, table by table', async () => {
  const first = await start()
  await ask(first, 'PUT', '/agent/service/register', '{"Name":"web","Port":80,"Check":{"TTL":"60s"}}')
  await ask(first, 'PUT', '/agent/check/pass/service:web')
  await ask(first, 'PUT', '/session/create', '{"Name":"s","TTL":"20s","NodeChecks":[]}')
  await ask(first, 'PUT', '/config', '{"Kind":"service-defaults","Name":"web","Protocol":"http"}')
  await ask(first, 'POST', '/query', '{"Name":"q","Service":{"Service":"web"}}')
  await ask(first, 'PUT', '/catalog/register', '{"Node":"far","Address":"10.0.0.1","Service":{"Service":"db"}}')
  const before = first.agent.store.snapshot()
  await stop(first)
  const second = await start()
  const { tables, entries } = second.agent.store.snapshot()
  expect(tables).toEqual(before.tables)
  expect(entries).toEqual(before.entries)
})

test('a restored snapshot is what a restart finds', async () => {
  const first = await start()
  await ask(first, 'PUT', '/kv/a', 'old')
  const snapshot = first.state.snapshot()
  await ask(first, 'PUT', '/kv/a', 'new')
  await ask(first, 'PUT', '/kv/b', 'new')
  first.state.restore(snapshot)
  await stop(first)
  const second = await start()
  expect(await ask(second, 'GET', '/kv/a')).toMatchObject([{ Value: 'b2xk' }])
  expect(await ask(second, 'GET', '/kv/b')).toBe(404)
})

test('-dev with a folder keeps what was registered with the agent, and nothing of the state', async () => {
  const first = await start({ dev: true })
  await ask(first, 'PUT', '/kv/a', '1')
  await ask(first, 'PUT', '/agent/service/register', '{"Name":"web"}')
  await stop(first)
  const second = await start({ dev: true })
  expect(await ask(second, 'GET', '/kv/a')).toBe(404)
  expect(await ask(second, 'GET', '/agent/services')).toMatchObject({ web: { Service: 'web' } })
})

test('-dev without a folder writes nothing', async () => {
  const settings = settingsFromConfig({ ports: { http: 0, dns: -1 } }, { dev: true })
  const emulator = new Emulator(settings)
  expect(emulator.agent.durability).toBeUndefined()
})

test('an emulator that closes and listens again goes on with its folder', async () => {
  const emulator = await start()
  await ask(emulator, 'PUT', '/kv/a', '1')
  await emulator.close()
  emulator.agent.store.write(tx => tx.delete('kv', 'a'))
  await emulator.listen()
  await ask(emulator, 'PUT', '/kv/b', '2')
  await stop(emulator)
  const second = await start()
  expect(await ask(second, 'GET', '/kv/a')).toBe(404)
  expect(await ask(second, 'GET', '/kv/b')).toMatchObject([{ Value: 'Mg==' }])
})

test('the torn end of a write that was interrupted is dropped, and what was before it is there', async () => {
  const first = await start()
  await ask(first, 'PUT', '/kv/a', '1')
  await ask(first, 'PUT', '/kv/b', 'x'.repeat(1000))
  const copy = join(root, 'copy')
  cpSync(folder, copy, { recursive: true })
  truncateSync(logFile(copy), readFileSync(logFile(copy)).length - 20)
  const second = await start({ data_dir: copy })
  expect(await ask(second, 'GET', '/kv/a')).toMatchObject([{ Value: 'MQ==' }])
  expect(await ask(second, 'GET', '/kv/b')).toBe(404)
})

test('a damaged folder is refused, and nothing in it is changed', async () => {
  const first = await start()
  for (let i = 0; i < 20; i++) await ask(first, 'PUT', `/kv/k${i}`, 'x'.repeat(100))
  const copy = join(root, 'copy')
  cpSync(folder, copy, { recursive: true })
  const log = readFileSync(logFile(copy))
  log[Math.floor(log.length / 2)] = (log[Math.floor(log.length / 2)] as number) ^ 1
  writeFileSync(logFile(copy), log)
  const before = filesOf(copy)
  await expect(start({ data_dir: copy })).rejects.toThrow(
    /^Failed to open the data folder .*copy: it is damaged; nothing in it was changed/,
  )
  expect(filesOf(copy)).toBe(before)
})

test('a folder whose list of files is lost is refused rather than begun anew', async () => {
  const first = await start()
  await ask(first, 'PUT', '/kv/a', '1')
  await stop(first)
  rmSync(join(folder, 'miniconsul', 'CURRENT'))
  const before = filesOf(folder)
  await expect(start()).rejects.toThrow('it is damaged')
  expect(filesOf(folder)).toBe(before)
})

test('two agents cannot have one folder, and the first goes on', async () => {
  const first = await start()
  await expect(start()).rejects.toThrow('another process is using it')
  await ask(first, 'PUT', '/kv/a', '1')
  expect(await ask(first, 'GET', '/kv/a')).toMatchObject([{ Value: 'MQ==' }])
})

test.each([
  ['of a real Consul', ['raft', 'serf', 'node-id'], 'it is the data folder of a real Consul'],
  ['of another program', ['src', 'main.db'], 'it holds files of another program (main.db, src)'],
])('a folder %s is refused and left as it is', async (_, names, reason) => {
  for (const name of names) mkdirSync(join(folder, name), { recursive: true })
  await expect(start()).rejects.toThrow(reason)
  expect(readdirSync(folder).sort()).toEqual([...names].sort())
})

test.runIf(process.platform === 'linux')('a folder that cannot be made is an error at once', async () => {
  await expect(start({ data_dir: '/proc/x' })).rejects.toThrow(/^Failed to open the data folder \/proc\/x: ENOENT/)
})

test('a folder with a name that none can have is an error at once', async () => {
  await expect(start({ data_dir: 'a\0b' })).rejects.toThrow(
    'Error getting info on data_dir: stat a\0b: invalid argument',
  )
})
