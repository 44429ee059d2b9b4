import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCommand } from './run.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mistakes-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Runs a command in the folder against an agent that answers 404. */
const run = (...argv: string[]) => runCommand(argv, {}, { cwd: folder })
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return name
}

describe('services register and deregister hold files against the rules of an agent before they ask one', () => {
  test.each([
    [
      'service { name = "s" connect { native = true } }',
      'service "s": 1 error occurred:\n\t* Port or SocketPath must be set for a Connect native service.\n\n',
    ],
    [
      'service { name = "s" weights { passing = 0 } }',
      '1 error occurred:\n\t* Invalid weight definition for service s: Passing must be greater than 0\n\n',
    ],
    ['service { name = "s" check { http = "x" interval = "1" } }', /check\[\]\.interval: invalid duration: "1"/],
    ['service { name = "s" check { interval = "3s" } }', 'service "s": check "": TTL must be > 0 for TTL checks'],
    ['datacenter = "a b" service { name = "s" }', /^datacenter can only contain lowercase/],
  ])('%s', async (text, problem) => {
    const path = file('s.hcl', text)
    for (const verb of ['register', 'deregister']) {
      const { code, stdout, stderr, seen } = await run('services', verb, path)
      expect([code, stdout, seen]).toEqual([1, '', []])
      expect(stderr).toMatch(/^Error: /)
      const said = stderr.slice('Error: '.length, -1)
      if (typeof problem === 'string') expect(said).toBe(problem)
      else expect(said).toMatch(problem)
    }
  })

  test('other files of a folder are named', async () => {
    mkdirSync(join(folder, 'd'))
    file('d/b.txt', 'x')
    expect(await run('services', 'register', 'd')).toMatchObject({
      code: 0,
      stderr: 'skipping file d/b.txt, extension must be .hcl or .json, or config format must be set\n',
    })
  })
})

const NO_AGENT = '-http-addr=127.0.0.1:1'
const NO_SCHEME = '-http-addr=wrong://x'

describe('a wrong address is told before or after other mistakes, as the official commands look at them', () => {
  test.each([
    [['acl', 'policy', 'delete'], 'Must specify either the -id or -name parameters'],
    [['acl', 'policy', 'update'], 'Must specify either the -id or -name parameters'],
    [['acl', 'token', 'read'], 'Error connecting to Consul agent: Unknown protocol scheme: wrong'],
    [['connect', 'ca', 'set-config'], 'Error initializing client: Unknown protocol scheme: wrong'],
    [['connect', 'expose'], 'Error initializing client: Unknown protocol scheme: wrong'],
    [['operator', 'raft', 'remove-peer'], 'Error initializing client: Unknown protocol scheme: wrong'],
    [['peering', 'list'], 'Error connect to Consul agent: Unknown protocol scheme: wrong'],
    [['services', 'exported-services'], 'Error connect to Consul agent: Unknown protocol scheme: wrong'],
    [['watch', '-type=nodes'], 'Unknown protocol scheme: wrong'],
    [['debug'], '==> Error connecting to Consul agent: Unknown protocol scheme: wrong'],
    [['intention', 'get'], 'Error connecting to Consul agent: Unknown protocol scheme: wrong'],
    [['intention', 'delete'], 'Error connecting to Consul agent: Unknown protocol scheme: wrong'],
    [['connect', 'envoy', '-gateway=x'], 'Error connecting to Consul agent: Unknown protocol scheme: wrong'],
    [['connect', 'proxy', '-service=a'], '==> Error connecting to Consul agent: Unknown protocol scheme: wrong'],
    [
      ['connect', 'redirect-traffic', '-proxy-uid=1', '-proxy-id=a'],
      '==> Failed to create configuration to apply traffic redirection rules: error creating Consul API client: Unknown protocol scheme: wrong',
    ],
  ])('%s', async (argv, message) => {
    expect(await run(...argv, NO_SCHEME)).toMatchObject({ code: 1, stderr: `${message}\n` })
  })

  test.each([
    [['kv', 'import'], ['{']],
    [['rtt', '-wan'], ['a']],
    [['snapshot', 'restore'], ['nothere']],
    [
      ['intention', 'get'],
      ['a', 'b', 'c'],
    ],
  ])('%s %s', async (words, args) => {
    expect(await run(...words, NO_SCHEME, ...args)).toMatchObject({
      code: 1,
      stderr: 'Error connecting to Consul agent: Unknown protocol scheme: wrong\n',
    })
  })

  test.each(['token', 'role'])('acl %s create takes a templated policy or a file, whatever the address', async what => {
    const flags = ['-name=a', '-templated-policy=a', '-templated-policy-file=b'].slice(what === 'token' ? 1 : 0)
    const { stderr } = await run('acl', what, 'create', NO_SCHEME, '-service-identity=a:b:c', ...flags)
    expect(stderr).toMatch(/^Cannot combine the use of templated-policy flag with templated-policy-file\./)
  })

  test('acl bootstrap', async () => {
    expect(await run('acl', 'bootstrap', NO_SCHEME, 'nothere')).toMatchObject({
      code: 1,
      stderr: 'Error reading provided token: Failed to read file: open nothere: no such file or directory\n',
    })
  })

  test('acl set-agent-token', async () => {
    expect(await run('acl', 'set-agent-token', NO_SCHEME, 'dns', 'x')).toMatchObject({
      code: 1,
      stderr: 'Error connecting to Consul Agent: Unknown protocol scheme: wrong\n',
    })
  })
})

describe('intention', () => {
  test('check ends with 2 where it cannot tell, as 1 means denied', async () => {
    expect(await run('intention', 'check', '-wrong')).toMatchObject({ code: 2 })
    expect(await run('intention', 'check', 'a')).toMatchObject({ code: 2 })
    expect(await run('intention', 'check', NO_SCHEME, 'a', 'b')).toMatchObject({ code: 2 })
    const { code, stderr } = await run('intention', 'check', NO_AGENT, 'a', 'b')
    expect(code).toBe(2)
    expect(stderr).toContain('/v1/connect/intentions/check?destination=b&source=a&source-type=consul": ')
  })

  test('match ends with 2 for a flag that is none', async () => {
    expect(await run('intention', 'match', '-wrong')).toMatchObject({ code: 2 })
    expect(await run('intention', 'match', NO_SCHEME, 'a')).toMatchObject({ code: 1 })
  })

  test('get says that the agent cannot be asked', async () => {
    const { code, stderr } = await run('intention', 'get', NO_AGENT, 'a')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Error reading the intention: Get "http:.*connection refused\n$/)
  })
})

test('operator usage instances takes no arguments', async () => {
  expect(await run('operator', 'usage', 'instances', 'a')).toMatchObject({
    code: 1,
    stderr: 'Too many arguments (expected 0, got 1)\n',
  })
})

test('validate tells what is wrong with the first file', async () => {
  file('a.txt', '')
  expect(await run('validate', 'a.txt', 'nothere.hcl')).toMatchObject({
    code: 1,
    stderr:
      'Config validation failed: file a.txt has unknown extension; must be .hcl or .json, or config format must be set\n',
  })
})

describe('connect proxy', () => {
  test.each([
    [['a'], '==> Should have no non-flag arguments.\n'],
    [
      [],
      '==> Error preparing configuration: -service or -proxy-id must be specified so that proxy can configure itself.\n',
    ],
    [
      ['-service=a', '-listen=:1'],
      '==> Error preparing configuration: ' +
        '-service-addr must be specified with -listen so the proxy knows the backend service address.\n',
    ],
    [
      ['-service=a', '-log-level=x'],
      '==> Invalid log level: x. Valid log levels are: [TRACE DEBUG INFO WARN ERR ERROR]\n',
    ],
    [['-service=a'], 'Error: miniconsul runs no proxies: use the official command for that.\n'],
    [
      ['-service=a', '-upstream=a.query:0x1'],
      'Error: miniconsul runs no proxies: use the official command for that.\n',
    ],
  ])('%j', async (argv, stderr) => {
    expect(await run('connect', 'proxy', ...argv)).toMatchObject({ code: 1, stderr })
  })

  test.each([
    ['a', 'Upstream value should be name:addr in "a"'],
    ['', 'Upstream value should be name:addr in ""'],
    ['a:b', 'strconv.ParseInt: parsing "b": invalid syntax'],
    ['a:127.0.0.1:x', 'strconv.ParseInt: parsing "x": invalid syntax'],
    ['a:[::1]:1', 'strconv.ParseInt: parsing ":1]:1": invalid syntax'],
    ['a:09', 'strconv.ParseInt: parsing "09": invalid syntax'],
    ['a:99999999999999999999', 'strconv.ParseInt: parsing "99999999999999999999": value out of range'],
    ['a.b.service:x', "Upstream type must be blank, 'service', or 'query'. Got: \"b.service\""],
  ])('takes no upstream %j, whatever follows', async (upstream, why) => {
    const { code, stderr } = await run('connect', 'proxy', `-upstream=${upstream}`, '-wrong')
    expect([code, stderr.split('\n')[0]]).toEqual([1, `invalid value "${upstream}" for flag -upstream: ${why}`])
  })
})

describe('connect envoy', () => {
  test.each([
    [['-proxy-id=web', '-grpc-ca-file=a'], 'Error: miniconsul does not write what -grpc-ca-file asks for.\n'],
    [['-grpc-ca-file=a'], 'No proxy ID specified. One of -proxy-id, -sidecar-for, or -gateway is required\n'],
    [['-address=1'], /^invalid value "1" for flag -address: Error parsing address "1": not an IP address\n/],
    [
      ['-wan-address=1.2.3.4:x'],
      /^invalid value "1.2.3.4:x" for flag -wan-address: Error parsing port "x": strconv.Atoi: parsing "x": invalid syntax\n/,
    ],
    [['-bind-address=a'], /^invalid value "a" for flag -bind-address: Missing "=" in argument: a\n/],
    [
      ['-bind-address=a=b'],
      /^invalid value "a=b" for flag -bind-address: Error parsing address "b": not an IP address\n/,
    ],
  ])('%j', async (argv, said) => {
    const { code, stderr } = await run('connect', 'envoy', '-bootstrap', ...argv)
    expect(code).toBe(1)
    if (typeof said === 'string') expect(stderr).toBe(said)
    else expect(stderr).toMatch(said)
  })

  test('cannot tell which of several gateways', async () => {
    const services = { a: { ID: 'a', Kind: 'mesh-gateway' }, b: { ID: 'b', Kind: 'mesh-gateway' } }
    const answers = { '/v1/agent/services': services }
    expect(await runCommand(['connect', 'envoy', '-mesh-gateway'], answers, { cwd: folder })).toMatchObject({
      code: 1,
      stderr: "Cannot lookup the mesh-gateway's proxy ID because multiple are registered with the agent\n",
    })
  })
})

test('a file in place of a folder of certificates is one of them', async () => {
  file('a.pem', 'x')
  expect((await run('members', `-ca-path=${join(folder, 'a.pem')}`)).stderr).toBe(
    `Error connecting to Consul agent: Error loading CA Path: Couldn't parse PEM in: ${join(folder, 'a.pem')}\n`,
  )
})

test.each([
  ['00', "invalid character '0' after top-level value"],
  ['0x1', "invalid character 'x' after top-level value"],
  ['true1', "invalid character '1' after top-level value"],
  ['1.5e3', 'json: cannot unmarshal number into Go value of type []*impexp.Entry'],
  ['[{"namespace":5}]', 'json: cannot unmarshal number into Go struct field Entry.namespace of type string'],
  ['[{"partition":5}]', 'json: cannot unmarshal number into Go struct field Entry.partition of type string'],
])('kv import %s', async (data, why) => {
  expect((await run('kv', 'import', data)).stderr).toBe(`Cannot unmarshal data: ${why}\n`)
})

test('watch looks at how to ask before what to ask for', async () => {
  const line = ['watch', '-type=nodes', '-tag=a']
  expect(await run(...line, NO_SCHEME)).toMatchObject({ code: 1, stderr: 'Unknown protocol scheme: wrong\n' })
  expect(await run(...line)).toMatchObject({ code: 1, stderr: 'Invalid parameters: [tag]\n' })
})

test('files of TLS, the address and the file of the token are looked at in this order', async () => {
  const [ca, token] = ['-ca-file=none', '-token-file=none']
  const failed = 'Error connecting to Consul agent: '
  const loading = `${failed}Error loading CA File: open none: no such file or directory\n`
  expect((await run('members', token, ca, NO_SCHEME)).stderr).toBe(loading)
  expect((await run('members', token, NO_SCHEME)).stderr).toBe(`${failed}Unknown protocol scheme: wrong\n`)
  expect((await run('members', token)).stderr).toBe(
    `${failed}Error loading token file none : open none: no such file or directory\n`,
  )
})

test('tls cert create wants what an empty flag does not name', async () => {
  expect((await run('tls', 'cert', 'create', '-ca=', '-key=')).stderr).toBe('Please provide the ca\n')
  expect((await run('tls', 'cert', 'create', '-client', '-key=')).stderr).toBe('Please provide the key\n')
})

test('connect envoy takes the name of a node with the ID of a proxy', async () => {
  const { stderr } = await run('connect', 'envoy', '-node-name=a', '-gateway=x')
  expect(stderr).toBe("'-node-name' requires '-proxy-id'\n")
})

test('connect envoy exposes servers through mesh gateways alone', async () => {
  const { stderr } = await run('connect', 'envoy', '-expose-servers', '-proxy-id=a')
  expect(stderr).toBe("'-expose-servers' can only be used for mesh gateways\n")
})

test('files of a folder that are no configuration are not told where another one is refused', async () => {
  mkdirSync(join(folder, 'd'))
  file('d/a.txt', 'x')
  file('d/b.hcl', 'wrong = 1')
  const { stderr } = await run('services', 'register', 'd')
  expect(stderr).toMatch(/^Error: failed to parse d\/b.hcl: /)
})

describe('intention create', () => {
  test('tells what is answered when one is looked for that it is to replace', async () => {
    const answers = (_: unknown, response: { writeHead(status: number): unknown; end(text: string): unknown }) => {
      response.writeHead(500)
      response.end('no\n\n')
    }
    expect(await runCommand(['intention', 'create', '-replace', 'a/b', 'web'], answers)).toMatchObject({
      code: 1,
      stderr:
        'Error looking up intention for replacement with source "a/b" and destination "web": Unexpected response 500: no\n\n\n',
    })
  })

  test('takes a partition and a namespace before a name', async () => {
    const { seen } = await run('intention', 'create', 'p/n/a', 'web')
    expect(seen.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
      { SourcePartition: 'p', SourceNS: 'n', SourceName: 'a', DestinationName: 'web' },
    ])
    expect((await run('intention', 'create', 'web', 'a/b/c/d')).stderr).toBe(
      "Error: Invalid intention destination: input can contain at most two '/'\n",
    )
  })
})

test('validate takes an empty format for none', async () => {
  const path = file('valid.hcl', 'data_dir = "/tmp"')
  expect(await run('validate', '-config-format=', path)).toMatchObject({ code: 0 })
})

test('acl role update looks at its flags before it asks for the role', async () => {
  const id = '00000000-0000-0000-0000-000000000001'
  expect(await run('acl', 'role', 'update', `-id=${id}`, '-node-identity=a')).toMatchObject({
    code: 1,
    stderr: 'Malformed -node-identity argument: "a"\n',
    seen: [],
  })
})

test('a host is written in a URL as Go writes it', async () => {
  const { stderr } = await run('kv', 'get', '-http-addr=a b', 'a')
  expect(stderr).toBe('Error querying Consul agent: Get "http://a%20b/v1/kv/a": dial tcp: lookup a b: no such host\n')
})

describe('connect envoy pipe-bootstrap', () => {
  test('writes what it is given, and takes the pipe away', async () => {
    const pipe = file('pipe', '')
    const given = { cwd: folder, stdin: '{"a":1}' }
    expect(await runCommand(['connect', 'envoy', 'pipe-bootstrap', pipe], {}, given)).toMatchObject({
      code: 0,
      stderr: 'Bootstrap sent, unlinking named pipe\n',
    })
    expect(() => readFileSync(join(folder, pipe))).toThrow('ENOENT')
  })

  test('takes one path, and makes no file', async () => {
    const argv = ['connect', 'envoy', 'pipe-bootstrap']
    expect(await run(...argv)).toMatchObject({ code: 1, stderr: 'Expecting named pipe path as argument\n' })
    expect(await run(...argv, 'a')).toMatchObject({ code: 1, stderr: 'open a: no such file or directory\n' })
  })
})

const ADVICE = "Please make sure Envoy's Admin API is enabled."

describe('troubleshoot', () => {
  test.each([
    ['x', 'Invalid Envoy Admin endpoint: address x: missing port in address'],
    ['', 'Invalid Envoy Admin endpoint: missing port in address'],
    ['http://127.0.0.1:1', 'Invalid Envoy Admin endpoint: address http://127.0.0.1:1: too many colons in address'],
    ['1:1', `Failed to resolve envoy admin endpoint: lookup 1: no such host\n${ADVICE}`],
    ['127.0.0.1:x', 'error calling GetUpstreams: parse "http://127.0.0.1:x/config_dump": invalid port ":x" after host'],
    [':x/1', 'error calling GetUpstreams: parse "http://<nil>:x/1/config_dump": invalid port ":x" after host'],
    [
      '127.0.0.1:1',
      'error calling GetUpstreams: Get "http://127.0.0.1:1/config_dump": dial tcp 127.0.0.1:1: connect: connection refused',
    ],
  ])('finds no Envoy at %j', async (endpoint, stderr) => {
    expect(await run('troubleshoot', 'upstreams', `-envoy-admin-endpoint=${endpoint}`)).toMatchObject({
      code: 1,
      stderr: `${stderr}\n`,
    })
  })

  test('of a proxy writes Envoy large', async () => {
    expect(await run('troubleshoot', 'proxy', '-upstream-ip=1', '-envoy-admin-endpoint=1:1')).toMatchObject({
      code: 1,
      stderr: `Failed to resolve Envoy admin endpoint: lookup 1: no such host\n${ADVICE}\n`,
    })
  })

  test('of ports wants a host', async () => {
    expect(await run('troubleshoot', 'ports', '-host=', '-ports=1')).toMatchObject({
      code: 1,
      stderr: '-host is required. or set environment variable CONSUL_HTTP_ADDR\n',
    })
  })
})

describe('services register looks at tagged addresses first', () => {
  test.each([
    ['b', 'address b: missing port in address'],
    ['', 'missing port in address'],
    ['1:2:3', 'address 1:2:3: too many colons in address'],
    ['b:', 'strconv.Atoi: parsing "": invalid syntax'],
    ['b:99999999999999999999', 'strconv.Atoi: parsing "99999999999999999999": value out of range'],
  ])('%j', async (address, why) => {
    const flag = `-tagged-address=a=${address}`
    for (const words of [[], ['nothere.hcl'], ['-name=x'], ['-name=x', 'nothere.hcl']]) {
      expect(await run('services', 'register', flag, ...words)).toMatchObject({
        code: 1,
        stderr: `Invalid Tagged address: ${why}\n`,
        seen: [],
      })
    }
  })
})

test('monitor says which one does not start', async () => {
  const { stderr } = await run('monitor', '-log-json')
  expect(stderr).toMatch(/^Error starting JSON monitor: Unexpected response code: 404/)
  expect((await run('monitor')).stderr).toMatch(/^Error starting monitor: /)
})

test('exec looks at each expression before it wants a service for a tag', async () => {
  const { stderr } = await run('exec', '-node=(', '-tag=a', 'ls')
  expect(stderr).toBe('Failed to compile node filter regexp: error parsing regexp: missing closing ): `(`\n')
  expect((await run('exec', '-tag=a', 'ls')).stderr).toBe('Cannot provide tag filter without service filter.\n')
})

test('acl set-agent-token says of two types that they are missing where the token is', async () => {
  const said = async (type: string) => (await run('acl', 'set-agent-token', type)).stderr
  expect(await said('dns')).toBe('Error! MISSING TYPE argument\n')
  expect(await said('config_file_service_registration')).toBe('Error! MISSING TYPE argument\n')
  expect(await said('agent')).toBe('Error! Missing TOKEN argument\n')
})

test('config write wants the name of a file', async () => {
  expect((await run('config', 'write', '')).stderr).toBe(
    "Failed to load data: Failed to load data: must specify a file path or '-' for stdin\n",
  )
})
