import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../../src/config/errors.ts'
import { check, service } from '../../support/definitions.ts'
import { settingsFromConfig } from '../../../src/config/settings.ts'
import { decodeConfig } from '../../../src/config/decode.ts'
import { configWarnings, ignoredWarnings } from '../../../src/config/warnings.ts'
import { defaultSettings } from '../../../src/model/settings.ts'

const addressesOf = (...addresses: string[]) =>
  addresses.map(address => ({ name: 'eth0', address, loopback: address.startsWith('127.') || address === '::1' }))
const options = {
  dev: true,
  hostname: 'machine',
  nodeId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  interfaces: () => addressesOf('127.0.0.1', '10.0.0.7'),
}
const dev = (config: Record<string, unknown>) => settingsFromConfig(config, options)
const real = (config: Record<string, unknown>) =>
  settingsFromConfig({ data_dir: '/d', ...config }, { ...options, dev: false })

describe('defaults', () => {
  test('of a development agent are the standard settings', () => {
    expect(dev({})).toEqual({ ...defaultSettings, nodeName: options.hostname, nodeId: options.nodeId })
  })

  test('of another agent: no web page, gRPC closed, leaves as a client does', () => {
    expect(real({})).toMatchObject({
      dev: false,
      server: false,
      ui: { enabled: false },
      leaveOnTerm: true,
      skipLeaveOnInterrupt: false,
      ports: { http: 8500, dns: 8600, grpc: -1, grpcTls: -1 },
    })
    expect(real({ server: true })).toMatchObject({ server: true, leaveOnTerm: false, ports: { grpcTls: 8503 } })
  })
})

test('what the Go test library sends is understood', () => {
  const config = {
    node_name: 'node-f0a1',
    node_id: 'F0A1C0DE-0000-4000-8000-000000000000',
    performance: { raft_multiplier: 1 },
    server: true,
    bootstrap: true,
    data_dir: '/data',
    segments: null,
    disable_update_check: true,
    log_level: 'debug',
    bind_addr: '127.0.0.1',
    addresses: {},
    ports: { dns: 1, http: 2, https: 3, serf_lan: 4, serf_wan: 5, server: 6, grpc: 7, grpc_tls: 8 },
    acl: { tokens: {} },
    connect: { ca_config: { cluster_id: '11111111-2222-3333-4444-555555555555' }, enabled: true },
    skip_leave_on_interrupt: true,
    peering: { enabled: true },
    version: '1.21.4',
  }
  expect(settingsFromConfig(config, { dev: false })).toMatchObject({
    nodeName: 'node-f0a1',
    nodeId: 'f0a1c0de-0000-4000-8000-000000000000',
    ports: { dns: 1, http: 2, serfLan: 4, serfWan: 5, server: 6, grpc: 7, grpcTls: 8 },
    connect: { enabled: true, clusterId: '11111111-2222-3333-4444-555555555555' },
    log: { level: 'debug', json: false },
  })
})

describe('the address that others are given', () => {
  const detect = (bind: string | undefined, ...addresses: string[]) =>
    settingsFromConfig(
      { data_dir: '/d', ...(bind !== undefined && { bind_addr: bind }) },
      { ...options, dev: false, interfaces: () => addressesOf(...addresses) },
    )

  test('is loopback with -dev, whatever the machine has', () => {
    expect(dev({})).toMatchObject({ bindAddress: '127.0.0.1', advertiseAddress: '127.0.0.1' })
  })

  test.each([
    ['the one private address', undefined, ['127.0.0.1', '::1', '172.17.0.2', '8.8.4.4', '2600:1f18::5'], '172.17.0.2'],
    ['one of a special-purpose network', undefined, ['127.0.0.1', '192.0.2.2'], '192.0.2.2'],
    ['loopback on a machine without a network', undefined, ['127.0.0.1', '::1'], '127.0.0.1'],
    [
      'the one public IPv6 address with -bind=::',
      '::',
      ['127.0.0.1', '::1', '172.17.0.2', '2600:1f18::5'],
      '2600:1f18::5',
    ],
    ['the address of -bind', '10.0.0.8', ['10.0.0.7', '10.0.0.8'], '10.0.0.8'],
  ])('is %s', (_, bind, addresses, expected) => {
    expect(detect(bind, ...addresses)).toMatchObject({
      bindAddress: bind ?? '0.0.0.0',
      advertiseAddress: expected,
    })
  })

  test.each([
    ['Multiple private IPv4 addresses found.', undefined, ['172.17.0.2', '192.168.60.5']],
    ['No private IPv4 address found', undefined, ['127.0.0.1', '8.8.4.4']],
    ['No public IPv6 address found', '::', ['127.0.0.1', '::1', '172.17.0.2']],
  ])('is refused with "%s"', (text, bind, addresses) => {
    expect(() => detect(bind, ...addresses)).toThrow(text)
  })
})

describe('meaning', () => {
  test('names are lower case and have no dot at the end', () => {
    expect(dev({ domain: '' })).toMatchObject({ domain: '', configuredDomains: { domain: '' } })
    expect(dev({ domain: '.' })).toMatchObject({ domain: '', configuredDomains: { domain: '.' } })
    expect(dev({ domain: 'Internal.Test.', alt_domain: 'Corp.', datacenter: 'DC2' })).toMatchObject({
      domain: 'internal.test',
      altDomain: 'corp',
      datacenter: 'dc2',
      primaryDatacenter: 'dc2',
    })
  })

  test('durations become milliseconds, lifetimes in DNS seconds', () => {
    const settings = dev({
      session_ttl_min: '1s',
      default_query_time: '1m30s',
      max_query_time: '2m',
      dns_config: { node_ttl: '7s', service_ttl: { '*': '1500ms', 'db-*': '1h' }, recursor_timeout: '250ms' },
    })
    expect(settings).toMatchObject({
      sessionTtlMin: 1000,
      defaultQueryTime: 90_000,
      maxQueryTime: 120_000,
      dns: { nodeTtl: 7, serviceTtl: { '*': 1, 'db-*': 3600 }, recursorTimeout: 250 },
    })
  })

  test('addresses', () => {
    const settings = dev({
      bind_addr: '0.0.0.0',
      client_addr: '127.0.0.1 ::1',
      addresses: { http: 'unix:///run/a.sock 127.0.0.2', dns: '127.0.0.3' },
      advertise_addr_wan: '192.0.2.1',
      tagged_addresses: { lan: '192.0.2.2' },
    })
    expect(settings).toMatchObject({
      bindAddress: '0.0.0.0',
      advertiseAddress: '10.0.0.7',
      clientAddresses: ['127.0.0.1', '::1'],
      addresses: { http: ['unix:///run/a.sock', '127.0.0.2'], dns: ['127.0.0.3'] },
      taggedAddresses: { wan: '192.0.2.1', wan_ipv4: '192.0.2.1', lan: '192.0.2.2' },
    })
    expect(dev({ bind_addr: '127.0.0.5' }).advertiseAddress).toBe('127.0.0.5')
    expect(dev({ client_addr: '' }).clientAddresses).toEqual([])
  })

  test('ports: -1 and less close, 0 takes a free one', () => {
    expect(dev({ ports: { http: -7, dns: 0 } }).ports).toMatchObject({ http: -1, dns: 0 })
  })

  test('definitions of services and checks, one or many', () => {
    const settings = dev({
      services: [{ Name: 'a' }],
      service: { name: 'b', Tags: ['t'] },
      check: { id: 'c', ttl: '1s' },
    })
    expect(settings.services).toEqual([service({ name: 'a' }), service({ name: 'b', tags: ['t'] })])
    expect(settings.checks).toEqual([check({ id: 'c', ttl: '1s' })])
  })
})

describe('refusals', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ ports: { http: 99999 } }, '1 error occurred:\n\t* ports.http: invalid port: 99999\n\n'],
    [
      { check_update_interval: 'abc' },
      '1 error occurred:\n\t* check_update_interval: invalid duration: "abc": time: invalid duration "abc"\n\n',
    ],
    [
      { session_ttl_min: '1x' },
      '1 error occurred:\n\t* session_ttl_min: invalid duration: "1x": time: unknown unit "x" in duration "1x"\n\n',
    ],
    [
      { dns_config: { service_ttl: { '*': 'x' } } },
      '1 error occurred:\n\t* dns_config.service_ttl["*"]: invalid duration: "x": time: invalid duration "x"\n\n',
    ],
    [
      { check: { id: 'a', ttl: '10' } },
      '1 error occurred:\n\t* check[a].ttl: invalid duration: "10": time: missing unit in duration "10"\n\n',
    ],
    [
      { service: { check: { timeout: 'zz', deregister_critical_service_after: 'q' } } },
      '2 errors occurred:\n\t* check[].timeout: invalid duration: "zz": time: invalid duration "zz"\n' +
        '\t* check[].deregister_critical_service_after: invalid duration: "q": time: invalid duration "q"\n\n',
    ],
    [{ client_addr: 'localhost' }, '1 error occurred:\n\t* client_addr: invalid ip address: localhost\n\n'],
    [{ client_addr: 'unix:///x' }, '1 error occurred:\n\t* client_addr cannot be a unix socket\n\n'],
    [{ addresses: { http: 'foo' } }, '1 error occurred:\n\t* addresses.http: invalid ip address: foo\n\n'],
    [{ addresses: { dns: 'unix:///x' } }, 'DNS address cannot be a unix socket'],
    [{ bind_addr: 'localhost' }, 'bind_addr cannot be empty'],
    [{ bind_addr: '' }, 'bind_addr cannot be empty'],
    [{ bind_addr: 'unix:///x' }, 'bind_addr cannot be a unix socket'],
    [
      { bind_addr: '127.0.0.1 127.0.0.2' },
      "bind_addr cannot contain multiple addresses. Use 'addresses.{dns,http,https}' instead.",
    ],
    [{ advertise_addr: '0.0.0.0' }, 'Advertise address cannot be 0.0.0.0, :: or [::]'],
    [{ datacenter: 'A B' }, 'datacenter can only contain lowercase alphanumeric, - or _ characters. received: "a b"'],
    [{ datacenter: '' }, 'datacenter cannot be empty'],
    [{ node_id: 'abc' }, 'failed to setup node ID: specified NodeID is invalid: uuid string is wrong length'],
    [
      { node_id: '11111111-2222-3333-4444-55555555555x' },
      "failed to setup node ID: specified NodeID is invalid: encoding/hex: invalid byte: U+0078 'x'",
    ],
    [{ log_level: 'foo' }, 'Invalid log level: foo. Valid log levels are: [TRACE DEBUG INFO WARN ERR ERROR]'],
    [
      { node_meta: { 'consul-x': 'y' } },
      "node_meta invalid: Couldn't load metadata pair ('consul-x', 'y'): Key prefix 'consul-' is reserved for internal use",
    ],
    [{ node_meta: { '': 'y' } }, "node_meta invalid: Couldn't load metadata pair ('', 'y'): Key cannot be blank"],
    [
      { node_meta: { 'a b': 'y' } },
      "node_meta invalid: Couldn't load metadata pair ('a b', 'y'): Key contains invalid characters",
    ],
    [
      { dns_config: { udp_answer_limit: -1 } },
      'dns_config.udp_answer_limit cannot be -1. Must be greater than or equal to zero',
    ],
    [
      { http_config: { allow_write_http_from: ['foo'] } },
      '1 error occurred:\n\t* allow_write_http_from: invalid cidr: foo\n\n',
    ],
    [
      { check_output_max_size: 0 },
      'check_output_max_size must be positive, to discard check output use the discard_check_output flag',
    ],
    [{ bootstrap_expect: 2 }, "'bootstrap_expect > 0' not allowed in dev mode"],
    [{ ports: { http: 8600 } }, 'HTTP address 127.0.0.1:8600 already configured for DNS'],
    [{ ports: { server: -1 } }, 'server-port must be greater than zero'],
    [{ performance: { raft_multiplier: 20 } }, 'performance.raft_multiplier cannot be 20. Must be between 1 and 10'],
    [{ segment: 'x' }, 'Network segments are not supported in this version of Consul'],
    [{ connect: { ca_provider: 'x' } }, 'x is not a valid CA provider'],
    [{ ports: { serf_lan: 0 } }, 'serf-lan-port must be greater than zero'],
  ])('%j', (config, message) => {
    expect(() => dev(config)).toThrow(new ConfigError(message))
  })

  test('without development mode, data must have a place', () => {
    expect(() => settingsFromConfig({ server: true }, { dev: false })).toThrow('data_dir cannot be empty')
  })

  test('only a server bootstraps', () => {
    expect(() => real({ bootstrap: true })).toThrow("'bootstrap = true' requires 'server = true'")
    expect(() => real({ bootstrap_expect: 3 })).toThrow("'bootstrap_expect > 0' requires 'server = true'")
  })

  test.each([
    [
      { ports: { proxy_max_port: 0 } },
      'proxy_min_port must be less than proxy_max_port. To disable, set both to zero.',
    ],
    [{ ports: { sidecar_min_port: 70_000 } }, 'sidecar_min_port must be less than sidecar_max_port.'],
    [{ ports: { expose_max_port: 99_999 } }, 'ports.expose_max_port: invalid port: 99999'],
    [{ primary_gateways: ['a'] }, "'primary_gateways' should only be configured in a secondary datacenter"],
    [{ primary_gateways: ['a'], server: false }, "'primary_gateways' requires 'server = true'"],
    [{ auto_encrypt: { allow_tls: true }, server: false }, 'auto_encrypt.allow_tls can only be used on a server.'],
    [{ segments: [{ name: 'a', port: 1 }] }, 'Network segments are not supported in this version of Consul'],
    [
      { addresses: { dns: 'a b', grpc: 'c' } },
      '* addresses.dns: invalid ip address: a\n\t* addresses.grpc: invalid ip address: c',
    ],
    [{ advertise_addr_wan: 'a b' }, '* advertise_addr_wan: invalid ip address: a'],
    [{ advertise_addr_wan: '10.0.0.1 10.0.0.2' }, '* advertise_addr_wan: multiple addresses found: 10.0.0.1 10.0.0.2'],
    [{ advertise_addr_ipv6: '127.0.0.1' }, 'advertise_addr_ipv6 must be an ipv6 address'],
    [{ encrypt: '127.0.0.1' }, 'encrypt has invalid key: illegal base64 data at input byte 3'],
    [{ segments: [{ bind: 'x' }] }, 'Port for segment "" cannot be <= 0'],
    [{ gossip_wan: { probe_interval: '10' } }, 'gossip_wan..probe_interval: invalid duration: "10"'],
    [{ non_voting_server: 1 }, "'read_replica' expected type 'bool'"],
    [{ dns_config: { soa: { retry: 'x' } } }, "'dns_config.soa.retry' expected type 'uint32'"],
    [{ limits: { kv_max_value_size: 'x' } }, "'limits.kv_max_value_size' expected type 'uint64'"],
  ])('%j is refused in the words of Consul', (config, text) => {
    expect(() => dev(config)).toThrow(text)
  })

  test('what is told of a node and its cluster comes from the file', () => {
    const settings = dev({
      advertise_addr_ipv6: '::5',
      advertise_addr_wan_ipv4: '10.0.0.9',
      locality: { region: 'eu', zone: 'a' },
      autopilot: { max_trailing_logs: 77, last_contact_threshold: '500ms' },
      connect: { ca_config: { leaf_cert_ttl: '24h', csr_max_concurrent: 3 } },
      telemetry: { prefix_filter: ['-consul.api', '+consul.api.http'], filter_default: false },
      limits: { https_handshake_timeout: '1s' },
      dns_config: { recursor_strategy: 'random' },
    })
    expect(settings).toMatchObject({
      advertiseAddress: '127.0.0.1',
      advertiseAddressWan: '127.0.0.1',
      taggedAddresses: { lan_ipv6: '::5', wan_ipv4: '10.0.0.9' },
      locality: { Region: 'eu', Zone: 'a' },
      autopilot: { MaxTrailingLogs: 77, LastContactThreshold: 500_000_000, CleanupDeadServers: true },
      connect: { caConfig: { LeafCertTTL: '24h', CSRMaxConcurrent: 3 } },
      telemetry: { filter: { allowed: ['consul.api.http'], blocked: ['consul.api'], others: false } },
      tls: { handshakeTimeout: 1000 },
      dns: { randomRecursors: true },
    })
  })

  test('the same port on different addresses is none', () => {
    const config = { ports: { http: 8600 }, addresses: { http: '127.0.0.2' } }
    expect(dev(config).ports).toMatchObject({ http: 8600, dns: 8600 })
  })
})

describe('warnings', () => {
  const warnings = (config: Record<string, unknown>): string[] => configWarnings(decodeConfig(config), dev(config))

  test('name all keys that ask for something that is not done', () => {
    const config = {
      node_name: 'n',
      acl: { enabled: true, tokens: { agent: 'x' } },
      performance: { raft_multiplier: 1 },
    }
    expect(ignoredWarnings(config, dev(config))).toEqual([
      'Configuration that has no meaning here is ignored: performance.raft_multiplier',
    ])
  })

  test('tell where the page is whose path is taken for another', () => {
    const config = { ui_config: { content_path: '/' } }
    expect(ignoredWarnings(config, dev(config))).toEqual(['ui_config.content_path is "/": the page is at /ui/'])
  })

  test('tell what Consul tells, in its order', () => {
    const config = {
      node_name: 'a_b',
      datacenter: 'a_b',
      non_voting_server: true,
      partition: 'a',
      audit: { enabled: true },
      autopilot: { upgrade_version_tag: '', disable_upgrade_migration: false },
      start_join: [],
      start_join_wan: ['10.0.0.1'],
      ui: true,
      telemetry: { prefix_filter: ['x'] },
      auto_encrypt: { allow_tls: true },
    }
    expect(warnings(config).map(text => text.slice(0, 46))).toEqual([
      '"read_replica (or the deprecated non_voting_se',
      '"partition" is a Consul Enterprise configurati',
      '"autopilot.disable_upgrade_migration" is a Con',
      '"audit" is a Consul Enterprise configuration a',
      "The 'start_join_wan' field is deprecated. Use ",
      "Filter rule must begin with either '+' or '-':",
      "The 'ui' field is deprecated. Use the 'ui_conf",
      'Datacenter : "a_b" will not be PKI X.509 compa',
      'Node name "a_b" will not be discoverable via D',
      'if auto_encrypt.allow_tls is turned on, tls.in',
    ])
  })

  test('are none for what is so anyway', () => {
    const config = {
      acl: { enabled: false, tokens: {} },
      ports: { https: -1 },
      retry_join: [],
      services: [{ name: 'a' }],
    }
    expect(ignoredWarnings(config, dev(config))).toEqual([])
    expect(warnings({ ...config, node_name: 'n' })).toEqual([])
  })

  test('tell names that DNS cannot find, and scripts that any client can send', () => {
    expect(warnings({ node_name: 'a b' })[0]).toContain('will not be discoverable via DNS due to invalid characters')
    expect(warnings({ node_name: 'a'.repeat(64) })[0]).toContain('due to it being too long')
    expect(warnings({ enable_script_checks: true })[0]).toContain('is DANGEROUS')
    expect(warnings({ enable_script_checks: true, acl: { enabled: true } })).toEqual([])
  })
})

test('expecting one server is being the first', () => {
  expect(real({ server: true, bootstrap_expect: 1 })).toMatchObject({ bootstrap: true, bootstrapExpect: 0 })
  expect(real({ server: true, bootstrap_expect: 3 })).toMatchObject({ bootstrap: false, bootstrapExpect: 3 })
})

describe('joining', () => {
  test('start_join means retry_join', () => {
    const config = { start_join: ['a'], retry_join: ['b'], retry_interval: '5s', retry_max: 3 }
    expect(dev(config)).toMatchObject({ retryJoin: ['b', 'a'], retryJoinInterval: 5000, retryJoinMax: 3 })
  })

  test.each([
    ['MTIzNDU2Nzg5MDEyMzQ1Ng==', undefined],
    ['MTIz', undefined],
    ['x', 0],
    ['MTIz!', 4],
    ['MTIzNA==x', 8],
  ])('the key %s is Base64, or else not from byte %j', (encrypt, at) => {
    if (at === undefined) expect(dev({ encrypt }).encryptKey).toBe(encrypt)
    else expect(() => dev({ encrypt })).toThrow(`encrypt has invalid key: illegal base64 data at input byte ${at}`)
  })

  test('members reach the agent where it is bound, unless told otherwise', () => {
    expect(dev({ bind_addr: '127.0.0.2' })).toMatchObject({ serfLanAddress: '127.0.0.2', serfWanAddress: '127.0.0.2' })
    expect(dev({ serf_lan: '127.0.0.3' })).toMatchObject({ serfLanAddress: '127.0.0.3', serfWanAddress: '127.0.0.1' })
  })
})

describe('the web page', () => {
  test('has its path with slashes at both ends', () => {
    expect(dev({ ui_config: { content_path: 'x/y' } }).ui.contentPath).toBe('/x/y/')
    expect(dev({ ui_content_path: '/z/' }).ui.contentPath).toBe('/z/')
    expect(dev({}).ui).toEqual(defaultSettings.ui)
  })

  test('may come from a folder', () => {
    expect(dev({ ui_dir: '/w' }).ui).toMatchObject({ enabled: true, dir: '/w' })
    expect(real({}).ui.enabled).toBe(false)
  })
})

test('watches stay as they were written', () => {
  const watches = [{ type: 'key', key: 'a', args: ['x', 'y'] }]
  expect(dev({ watches }).watches).toEqual(watches)
})

test('the interval of updates of checks', () => {
  expect(dev({}).checkUpdateInterval).toBe(300_000)
  expect(dev({ check_update_interval: '0s' }).checkUpdateInterval).toBe(0)
})

describe('templates', () => {
  const interfaces = () => [
    { name: 'lo', address: '127.0.0.1', loopback: true },
    { name: 'eth0', address: '10.0.0.7', loopback: false },
  ]
  const withTemplates = (config: Record<string, unknown>) => settingsFromConfig(config, { ...options, interfaces })

  test('stand for addresses', () => {
    expect(
      withTemplates({
        bind_addr: '{{ GetPrivateIP }}',
        client_addr: '127.0.0.1 {{ GetInterfaceIP "eth0" }}',
        addresses: { dns: '{{ GetAllInterfaces | include "name" "^lo$" | attr "address" }}' },
        retry_join: ['{{ GetInterfaceIPs "eth0" }}', 'host'],
        recursors: ['{{ GetPrivateIP }}'],
      }),
    ).toMatchObject({
      bindAddress: '10.0.0.7',
      advertiseAddress: '10.0.0.7',
      clientAddresses: ['127.0.0.1', '10.0.0.7'],
      addresses: { dns: ['127.0.0.1'] },
      retryJoin: ['10.0.0.7', 'host'],
      recursors: ['10.0.0.7'],
    })
  })

  test('that give nothing are no address to bind', () => {
    expect(() => withTemplates({ bind_addr: '{{ GetPublicIP }}' })).toThrow('bind_addr cannot be empty')
    expect(withTemplates({ client_addr: '{{ GetPublicIP }}' }).clientAddresses).toEqual([])
  })

  test('that are not known are refused', () => {
    expect(() => withTemplates({ serf_lan: '{{ bogus }}' })).toThrow(
      'serf_lan: error parsing "{{ bogus }}": unable to parse template "{{ bogus }}": template: sockaddr.Parse:1: function "bogus" not defined',
    )
  })
})

test('the control API is there in dev mode, or where it is asked for', () => {
  const control = (dev: boolean, ui_config = {}) =>
    settingsFromConfig({ data_dir: '/d', ui_config }, { ...options, dev }).ui.testBench
  expect([control(true), control(false)]).toEqual([true, false])
  expect([control(true, { test_bench: false }), control(false, { test_bench: true })]).toEqual([false, true])
})

test('networks that may use the control API are CIDRs', () => {
  const settings = (test_bench_allow: readonly string[]) =>
    settingsFromConfig({ ui_config: { test_bench_allow } }, { dev: true }).ui.testBenchAllow
  expect(settings(['172.16.0.0/12'])).toEqual(['172.16.0.0/12'])
  expect(() => settings(['nonsense'])).toThrow('ui_config.test_bench_allow: invalid cidr: nonsense')
})

test('the deprecated name of the primary datacenter enables ACLs, whatever it says', () => {
  for (const acl_datacenter of ['dc1', ''])
    expect(dev({ acl_datacenter, acl: { enabled: false } }).acl.enabled).toBe(true)
  expect(dev({ primary_datacenter: 'dc1' }).acl.enabled).toBe(false)
})
