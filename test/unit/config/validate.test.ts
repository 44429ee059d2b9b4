import { describe, expect, it } from 'vitest'
import { configuredSettings } from '../../../src/daemon/configured-settings.ts'
import type { Config } from '../../../src/config/decode.ts'
import { decodeConfig } from '../../../src/config/decode.ts'
import { ConfigError } from '../../../src/config/errors.ts'
import { gatherDefinitions, mergeConfigs } from '../../../src/config/merge.ts'

const BASE = { data_dir: '/nowhere/at/all', bind_addr: '127.0.0.1' }
const service = (more: object): Config => ({ services: [{ name: 'web', ...more }] })

function problemOf(...configs: readonly Config[]): string {
  const merged = mergeConfigs([BASE, ...configs].map(config => gatherDefinitions(decodeConfig(config))))
  try {
    configuredSettings(merged, { dev: false, validateOnly: true })
    return 'none'
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
}

/** Mistakes and what is said of them, in the order in which a real agent named one of each two of them. */
const MISTAKES: readonly (readonly [Config, string])[] = [
  [{ ports: { server: 0 } }, 'server-port must be'],
  [{ ports: { serf_lan: -1 } }, 'serf-lan-port must be'],
  [{ ports: { proxy_min_port: 21_000, proxy_max_port: 20_000 } }, 'proxy_min_port must be'],
  [{ ports: { sidecar_min_port: 22_000, sidecar_max_port: 21_000 } }, 'sidecar_min_port must be'],
  [{ ports: { expose_min_port: 23_000, expose_max_port: 22_000 } }, 'expose_min_port must be'],
  [{ bind_addr: 'unix:///tmp/x' }, 'bind_addr cannot be a unix socket'],
  [{ advertise_addr: '0.0.0.0' }, 'Advertise address cannot be'],
  [{ advertise_addr_wan: '0.0.0.0' }, 'Advertise WAN address cannot be'],
  [{ advertise_addr_ipv4: '::1' }, 'advertise_addr_ipv4 must be an ipv4 address'],
  [{ recursors: ['{{ x }}'] }, 'Invalid DNS recursor template'],
  [{ segments: [{ name: 'a', port: 0 }] }, 'Port for segment "a"'],
  [{ performance: { raft_multiplier: 99 } }, 'performance.raft_multiplier cannot be'],
  [{ config_entries: { bootstrap: [{ kind: 'x', name: 'a' }] } }, 'config_entries.bootstrap[0]'],
  [{ serf_lan_allowed_cidrs: ['x'] }, 'serf_lan_allowed_cidrs:'],
  [{ serf_wan_allowed_cidrs: ['x'] }, 'serf_wan_allowed_cidrs:'],
  [{ raft_protocol: 2 }, 'raft_protocol version 2'],
  [{ datacenter: 'a b' }, 'datacenter can only contain'],
  [{ data_dir: '' }, 'data_dir cannot be empty'],
  [{ ui_config: { content_path: 'a b!' } }, 'ui-content-path can only contain'],
  [{ ui_config: { metrics_provider: 'A B' } }, 'ui_config.metrics_provider can only'],
  [{ ui_config: { metrics_provider_options_json: 'x' } }, 'ui_config.metrics_provider_options_json'],
  [{ ui_config: { metrics_proxy: { base_url: 'x' } } }, 'ui_config.metrics_proxy.base_url'],
  [{ ui_config: { dashboard_url_templates: { a: 'x' } } }, 'ui_config.dashboard_url_templates'],
  [{ data_dir: import.meta.filename }, 'data_dir "'],
  [{ node_name: ' ' }, 'node_name cannot be empty'],
  [{ locality: { zone: 'x' } }, 'locality is invalid'],
  [{ segment: 'a' }, 'Network segments are not supported'],
  [{ addresses: { dns: 'unix:///tmp/x' } }, 'DNS address cannot be'],
  [{ server: true, bootstrap: true, bootstrap_expect: 3 }, "'bootstrap_expect > 0' and 'bootstrap = true'"],
  [{ bootstrap: true }, "'bootstrap = true' requires"],
  [{ bootstrap_expect: 3 }, "'bootstrap_expect > 0' requires"],
  [{ bootstrap_expect: -1 }, 'bootstrap_expect cannot be -1'],
  [{ check_output_max_size: -1 }, 'check_output_max_size must be'],
  [{ autopilot: { max_trailing_logs: -1 } }, 'autopilot.max_trailing_logs cannot be'],
  [{ primary_datacenter: 'a b' }, 'primary_datacenter can only'],
  [{ ui_config: { enabled: true, dir: '/tmp' } }, 'Both the ui_config.enabled'],
  [{ dns_config: { udp_answer_limit: -1 } }, 'dns_config.udp_answer_limit'],
  [{ dns_config: { a_record_limit: -1 } }, 'dns_config.a_record_limit'],
  [{ node_meta: { 'a b!': 'x' } }, 'node_meta invalid'],
  [{ encrypt: 'x' }, 'encrypt has invalid key'],
  [{ connect: { enable_mesh_gateway_wan_federation: true } }, "'connect.enable_mesh_gateway_wan_federation = true'"],
  [{ primary_gateways: ['x'] }, "'primary_gateways' requires"],
  [{ ports: { http: 8600 } }, 'HTTP address 127.0.0.1:8600 already configured for DNS'],
  [{ ports: { https: 8500 } }, 'HTTPS address 127.0.0.1:8500 already configured for HTTP'],
  [{ ports: { serf_wan: 8300 } }, 'Serf Advertise WAN address 127.0.0.1:8300 already configured for RPC Advertise'],
  [{ session_ttl_min: 'x' }, '1 error occurred:\n\t* session_ttl_min: invalid duration'],
  [service({ kind: 'connect-proxy', port: 1, proxy: {} }), 'service "web": 1 error occurred'],
  [service({ check: { name: 'x' } }), 'service "web": check "x"'],
  [{ checks: [{ name: 'c1' }] }, 'check "c1"'],
  [{ connect: { ca_provider: 'consul', ca_config: { leaf_cert_ttl: '1s' } } }, 'leaf cert TTL must be'],
  [{ connect: { ca_provider: 'x' } }, 'x is not a valid CA provider'],
  [{ auto_encrypt: { allow_tls: true } }, 'auto_encrypt.allow_tls'],
  [{ auto_config: { enabled: true } }, 'auto_config.enabled cannot be set'],
]

/** Whether a configuration sets something of another one anew. */
function overwrites(a: Config, b: Config): boolean {
  return Object.entries(a).some(([key, value]) => {
    const other = b[key]
    if (other === undefined || (Array.isArray(value) && Array.isArray(other))) return false
    const nested = typeof value === 'object' && typeof other === 'object' && !Array.isArray(value)
    return !nested || overwrites(value as Config, other as Config)
  })
}

const asserted = (config: Config): boolean => config['server'] === true

describe('of two mistakes', () => {
  it.each(MISTAKES)('%j alone is told', (config, text) => {
    expect(problemOf(config)).toContain(text)
  })

  it.each(MISTAKES.map(([config, text], at) => [text, config, at] as const))(
    '%s: goes before those that Consul looks for later',
    (text, config, at) => {
      const later = MISTAKES.slice(at + 1).filter(([other]) => !overwrites(config, other) && !asserted(config))
      const told = later.map(([other]) => problemOf(config, other))
      expect(told.filter(problem => !problem.startsWith(text))).toEqual([])
    },
  )
})

describe('what listens in one place', () => {
  it.each([
    [{ ports: { http: 8300 } }, 'RPC Advertise address 127.0.0.1:8300 already configured for HTTP'],
    [{ ports: { dns: 8301 } }, 'Serf Advertise LAN address 127.0.0.1:8301 already configured for DNS'],
    [{ client_addr: '127.0.0.1 127.0.0.1' }, 'DNS address 127.0.0.1:8600 already configured for DNS'],
    [{ addresses: { http: 'unix:///a unix:///a' } }, 'HTTP address /a already configured for HTTP'],
    [{ ports: { https: 8600 }, addresses: { https: '127.0.0.2' } }, 'none'],
    [{ ports: { http: -1, https: 8500 } }, 'none'],
    [{ ports: { http: 0, dns: 0, serf_wan: -1 } }, 'none'],
    [{ advertise_addr: '10.0.0.1', ports: { http: 8300 } }, 'none'],
  ])('%j: %s', (config, problem) => {
    expect(problemOf(config)).toBe(problem)
  })
})

it('values that are none are told together, in the order of a real agent', () => {
  const problem = problemOf({
    session_ttl_min: 'x',
    server_rejoin_age_max: 'x',
    tls_min_version: 'x',
    limits: { rpc_client_timeout: 'x', request_limits: { mode: 'x' } },
    performance: { grpc_keepalive_timeout: '10ms' },
    dns_config: { recursor_timeout: 'x', recursor_strategy: 'x', node_ttl: 'x', service_ttl: { web: 'x' } },
    acl_ttl: 'x',
    ae_interval: 'x',
    gossip_lan: { probe_timeout: 'x' },
    addresses: { http: 'x' },
    client_addr: 'x',
    advertise_addr: 'x',
    serf_lan: 'x',
    ports: { http: 70_000, dns: 70_000 },
    services: [{ name: 'web', meta: { 'a b!': 'x' }, check: { id: 'of-web', ttl: 'x' } }],
    checks: [{ id: 'c', name: 'c', ttl: 'x', interval: 'x' }],
    retry_join: ['{{ x }}'],
  })
  const told = problem.split('\n').flatMap(line => /^\t\* ([^:]*)/.exec(line)?.[1] ?? [])
  expect(told).toEqual([
    'dns_config.service_ttl["web"]',
    'check[c].interval',
    'check[c].ttl',
    'check[of-web].ttl',
    'invalid meta for service web',
    'ports.dns',
    'ports.http',
    'advertise_addr',
    'serf_lan',
    'advertise_addr',
    'client_addr',
    'addresses.http',
    'gossip_lan..probe_timeout',
    'acl.token_ttl',
    'dns_config.node_ttl',
    'dns_config.recursor_strategy',
    'recursor_timeout',
    'performance.grpc_keepalive_timeout',
    'limits.rpc_client_timeout',
    'limits.request_limits.mode',
    'retry_join',
    'server_rejoin_age_max',
    'server_rejoin_age_max',
    'session_ttl_min',
    'tls.defaults.tls_min_version',
  ])
})
