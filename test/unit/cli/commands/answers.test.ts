import { describe, expect, test } from 'vitest'
import { runCommand, succeed } from './run.ts'

const member = (Name: string, role: string, Status = 1) => ({
  Name,
  Addr: '127.0.0.1',
  Port: 8301,
  Status,
  Tags: { role, dc: 'dc1', build: '1.21.4:', vsn: '2', segment: '' },
})

describe('members', () => {
  const path = '/v1/agent/members'

  test('servers first, then by name', async () => {
    const answer = { [path]: [member('z', 'node', 4), member('a', 'node'), member('s', 'consul')] }
    expect((await succeed(['members'], answer)).stdout).toBe(
      [
        'Node  Address         Status  Type    Build   Protocol  DC   Partition  Segment',
        's     127.0.0.1:8301  alive   server  1.21.4  2         dc1  default    <all>',
        'a     127.0.0.1:8301  alive   client  1.21.4  2         dc1  default    <default>',
        'z     127.0.0.1:8301  failed  client  1.21.4  2         dc1  default    <default>',
        '',
      ].join('\n'),
    )
  })

  test('tags in order of their names', async () => {
    expect((await succeed(['members', '-detailed'], { [path]: [member('s', 'consul')] })).stdout).toContain(
      's     127.0.0.1:8301  alive   ap=default,build=1.21.4:,dc=dc1,role=consul,segment=<all>,vsn=2\n',
    )
  })

  test('none is exit code 2', async () => {
    expect(await runCommand(['members', '-status=left'], { [path]: [member('s', 'consul')] })).toMatchObject({
      code: 2,
      stdout: '',
    })
  })
})

describe('kv get', () => {
  const pair = { Key: 'k', Value: '/wB4', Flags: 7, LockIndex: 1, CreateIndex: 2, ModifyIndex: 3, Session: 's' }

  test('writes bytes as they are', async () => {
    const bytes: Uint8Array[] = []
    const stdout = { write: (text: string | Uint8Array) => bytes.push(Buffer.from(text)) }
    await succeed(['kv', 'get', 'k'], { '/v1/kv/k': [pair] }, { stdout })
    expect(Buffer.concat(bytes)).toEqual(Buffer.from([0xff, 0, 0x78, 0x0a]))
  })

  test('exact flags', async () => {
    const answers = (_: unknown, response: { end(text: string): unknown }) =>
      void response.end(
        '[{"Key":"k","Value":"eA==","Flags":18446744073709551615,"LockIndex":0,"CreateIndex":2,"ModifyIndex":3}]',
      )
    expect((await succeed(['kv', 'get', '-detailed', 'k'], answers)).stdout).toBe(
      [
        'CreateIndex      2',
        'Flags            18446744073709551615',
        'Key              k',
        'LockIndex        0',
        'ModifyIndex      3',
        'Session          -',
        'Value            x',
        '',
      ].join('\n'),
    )
  })

  test('pairs with details are a blank line apart', async () => {
    const answers = { '/v1/kv/': [pair, { ...pair, Key: 'l', Value: null }] }
    const { stdout } = await succeed(['kv', 'get', '-recurse', '-detailed', '-base64', ''], answers)
    expect(stdout).toContain('Value            /wB4\n\nCreateIndex')
    expect(stdout).toMatch(/Key {14}l\n[^]*Value\n$/)
  })
})

test('kv put reads its value from the standard input', async () => {
  const { seen } = await succeed(['kv', 'put', 'k', '-'], { '/v1/kv/k': true }, { stdin: 'typed' })
  expect(seen[0]?.body).toBe('typed')
})

test('kv export is what kv import takes', async () => {
  const pairs = [
    { Key: 'a/b', Value: 'eA==', Flags: 4 },
    { Key: 'e', Value: null, Flags: 0 },
  ]
  const { stdout } = await succeed(['kv', 'export', 'a'], { '/v1/kv/a': pairs })
  expect(stdout.startsWith('[\n\t{\n\t\t"key": "a/b",\n\t\t"flags": 4,\n')).toBe(true)
  const { seen } = await succeed(['kv', 'import', '-'], (_, response) => response.end('true'), { stdin: stdout })
  expect(seen.map(({ line, body }) => `${line} ${body}`)).toEqual(['PUT /v1/kv/a/b?flags=4 x', 'PUT /v1/kv/e '])
})

test('maint lists what is in maintenance', async () => {
  const { stdout } = await succeed(['maint'], {
    '/v1/agent/self': { Config: { NodeName: 'node1' } },
    '/v1/agent/checks': {
      _node_maintenance: { CheckID: '_node_maintenance', ServiceID: '', Notes: 'why' },
      '_service_maintenance:web': { CheckID: '_service_maintenance:web', ServiceID: 'web', Notes: 'upgrade' },
      other: { CheckID: 'other', ServiceID: '', Notes: '' },
    },
  })
  expect(stdout).toBe('Node:\n  Name:   node1\n  Reason: why\n\nService:\n  ID:     web\n  Reason: upgrade\n\n')
})

test('info is in order of names', async () => {
  const { stdout } = await succeed(['info'], {
    '/v1/agent/self': { Stats: { raft: { b: '2', a: '1' }, agent: { c: '' } } },
  })
  expect(stdout).toBe('agent:\n\tc = \nraft:\n\ta = 1\n\tb = 2\n')
})

describe('rtt', () => {
  const at = (Node: string, x: number, Adjustment = 0) => ({
    Node,
    Coord: { Vec: [x, 0], Height: 0.00001, Adjustment },
  })
  const answers = {
    '/v1/agent/self': { Config: { NodeName: 'n1', Datacenter: 'dc1' } },
    '/v1/coordinate/nodes': [at('n1', 0), at('n2', 0.003), at('n3', 0, -0.001)],
    '/v1/coordinate/datacenters': [{ Datacenter: 'dc1', Coordinates: [at('n1', 0)] }],
  }

  test.each([
    [['n2', 'n1'], 'Estimated n2 <-> n1 rtt: 3.020 ms (using LAN coordinates)\n'],
    [['n2'], 'Estimated n2 <-> n1 rtt: 3.020 ms (using LAN coordinates)\n'],
    [['n1', 'n3'], 'Estimated n1 <-> n3 rtt: 0.020 ms (using LAN coordinates)\n'],
    [['-wan', 'n1.dc1'], 'Estimated n1.dc1 <-> n1.dc1 rtt: 0.020 ms (using WAN coordinates)\n'],
  ])('%j', async (args, stdout) => {
    expect((await succeed(['rtt', ...args], answers)).stdout).toBe(stdout)
  })
})

test('keyring lists keys', async () => {
  const ring = { WAN: false, Datacenter: 'dc1', Keys: { k1: 2 }, PrimaryKeys: { k1: 2 }, NumNodes: 2 }
  const { stdout } = await succeed(['keyring', '-list'], { '/v1/operator/keyring': [{ ...ring, WAN: true }, ring] })
  expect(stdout).toBe('==> Gathering installed encryption keys...\n\nWAN:\n  k1 [2/2]\n\ndc1 (LAN):\n  k1 [2/2]\n')
})

test('keygen makes a new key each time', async () => {
  const keys = [(await succeed(['keygen'])).stdout, (await succeed(['keygen'])).stdout]
  expect(new Set(keys).size).toBe(2)
  expect(keys.map(key => Buffer.from(key, 'base64').length)).toEqual([32, 32])
})

test('operator autopilot set-config changes what is named, if nobody else did', async () => {
  const config = { CleanupDeadServers: true, LastContactThreshold: '200ms', MaxTrailingLogs: 250, ModifyIndex: 5 }
  const { seen } = await succeed(
    [
      'operator',
      'autopilot',
      'set-config',
      '-last-contact-threshold=1500ms',
      '-max-trailing-logs=18446744073709551615',
    ],
    ({ line }, response) => response.end(line.startsWith('GET') ? JSON.stringify(config) : 'true'),
  )
  expect(seen[1]?.line).toBe('PUT /v1/operator/autopilot/configuration?cas=5')
  expect(seen[1]?.body).toBe(
    '{"CleanupDeadServers":true,"LastContactThreshold":"1.5s","MaxTrailingLogs":18446744073709551615,"ModifyIndex":5}',
  )
})

test('config entries are printed without what they are compared by', async () => {
  const answers = { '/v1/config/mesh/mesh': { Kind: 'mesh', Hash: 5, CreateIndex: 1 } }
  const { stdout } = await succeed(['config', 'read', '-kind=mesh', '-name=mesh'], answers)
  expect(stdout).toBe('{\n    "Kind": "mesh",\n    "CreateIndex": 1\n}\n')
})

test('config list knows the names of entries that tell none', async () => {
  const answers = {
    '/v1/config/mesh': [{ Kind: 'mesh' }],
    '/v1/config/service-defaults': [{ Kind: 'service-defaults', Name: 'web' }],
  }
  expect((await succeed(['config', 'list', '-kind=mesh'], answers)).stdout).toBe('mesh\n')
  expect((await succeed(['config', 'list', '-kind=service-defaults'], answers)).stdout).toBe('web\n')
})

test('what an API gateway is bound to is no config entry to commands', async () => {
  const kind = 'bound-api-gateway'
  const answers = {
    [`/v1/config/${kind}`]: [{ Kind: kind, Name: 'g' }],
    [`/v1/config/${kind}/g`]: { Kind: kind, Name: 'g' },
  }
  expect(await runCommand(['config', 'list', `-kind=${kind}`], answers)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `Error listing config entries for kind "${kind}": invalid config entry kind: ${kind}\n`,
  })
  expect(await runCommand(['config', 'read', `-kind=${kind}`, '-name=g'], answers)).toMatchObject({
    code: 1,
    stderr: `Error reading config entry ${kind}/g: invalid config entry kind: ${kind}\n`,
  })
})

test('a kind that only the client knows is refused by the agent', async () => {
  const kind = 'control-plane-request-limit'
  const refuse = (_: unknown, response: { statusCode: number; end(text: string): unknown }) => {
    response.statusCode = 400
    response.end(`Request decoding failed: invalid config entry kind: ${kind}`)
  }
  const stdin = `Kind = "${kind}"\nName = "c"`
  expect(await runCommand(['config', 'write', '-'], refuse, { stdin })).toMatchObject({
    code: 1,
    stderr: `Error writing config entry ${kind}/c: Unexpected response code: 400 (Request decoding failed: invalid config entry kind: ${kind})\n`,
  })
})

test('listeners of an API gateway are printed without versions and ciphers of TLS that are not set', async () => {
  const listener = (tls: object): object => ({ Name: 'l', Port: 81, TLS: { Certificates: null, ...tls } })
  const Listeners = [
    listener({ MaxVersion: '', MinVersion: '', CipherSuites: null }),
    listener({ MaxVersion: '', MinVersion: 'TLSv1_2', CipherSuites: ['A'] }),
  ]
  const answers = { '/v1/config/api-gateway/g': { Kind: 'api-gateway', Name: 'g', Listeners } }
  const { stdout } = await succeed(['config', 'read', '-kind=api-gateway', '-name=g'], answers)
  expect(JSON.parse(stdout)).toEqual({
    Kind: 'api-gateway',
    Name: 'g',
    Listeners: [listener({}), listener({ MinVersion: 'TLSv1_2', CipherSuites: ['A'] })],
  })
})

test('what is not built says so', async () => {
  const { code, stderr } = await runCommand(['resource', 'list-grpc'])
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'Error: resource list-grpc is not built into miniconsul: resources are not served over gRPC.\n',
  })
})

test('kv get -keys -recurse -detailed shows what is known of keys but their values', async () => {
  const pair = (Key: string): object => ({ Key, Value: 'eA==', Flags: 0, LockIndex: 0, CreateIndex: 2, ModifyIndex: 3 })
  const line = ['kv', 'get', '-keys', '-recurse', '-detailed', 'a']
  const head = 'CreateIndex      2\nFlags            0\nKey              '
  const tail = '\nLockIndex        0\nModifyIndex      3\nSession          -\n\n'
  const { stdout } = await succeed(line, { '/v1/kv/a': [pair('a'), pair('a/b')] })
  expect(stdout).toBe(`${head}a${tail}\n${head}a/b${tail}`)
})

test('services exported-services shows names without the spaces around them, and JSON with four', async () => {
  const answers = { '/v1/exported-services': [{ Service: ' a', Consumers: { Peers: [' b', 'c'] } }] }
  const line = ['services', 'exported-services']
  expect((await succeed(line, answers)).stdout).toBe('Service  Consumer Peers\na        b, c\n')
  expect((await succeed([...line, '-format=json'], answers)).stdout).toMatch(/^\[\n {4}\{\n {8}"Service": " a",/)
})
