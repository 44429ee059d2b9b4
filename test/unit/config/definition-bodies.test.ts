import { describe, expect, test } from 'vitest'
import type { Config } from '../../../src/config/decode.ts'
import { serviceBodyOf } from '../../../src/config/definition-bodies.ts'
import { settingsFromConfig } from '../../../src/config/settings.ts'

test('keys of a configuration file become those of the API', () => {
  const service = {
    id: 'r1',
    name: 'rich',
    enable_tag_override: true,
    socket_path: '/s',
    meta: { a_b: 'c' },
    tagged_addresses: { lan_ipv4: { address: '1.2.3.4', port: 5 } },
    checks: [{ name: 'c', ttl: '10s', deregister_critical_service_after: '90m' }],
    check: {
      id: 'cid',
      http: 'http://x',
      header: { x_y: ['z'] },
      tls_skip_verify: true,
      grpc_use_tls: true,
      h2ping: 'a:1',
    },
    proxy: {
      destination_service_name: 'web',
      config: { some_key: 1 },
      upstreams: [{ destination_name: 'db', local_bind_port: 1, config: { a_b: 2 } }],
    },
    connect: { sidecar_service: { check: { os_service: 'x' } } },
  }
  expect(serviceBodyOf(service)).toEqual({
    ID: 'r1',
    Name: 'rich',
    EnableTagOverride: true,
    SocketPath: '/s',
    Meta: { a_b: 'c' },
    TaggedAddresses: { lan_ipv4: { Address: '1.2.3.4', Port: 5 } },
    Checks: [
      { Name: 'c', TTL: 10e9, DeregisterCriticalServiceAfter: 90 * 60e9 },
      {
        CheckID: 'cid',
        HTTP: 'http://x',
        Header: { x_y: ['z'] },
        TLSSkipVerify: true,
        GRPCUseTLS: true,
        H2PING: 'a:1',
      },
    ],
    Proxy: {
      DestinationServiceName: 'web',
      Config: { some_key: 1 },
      Upstreams: [{ DestinationName: 'db', LocalBindPort: 1, Config: { a_b: 2 } }],
    },
    Connect: { SidecarService: { Checks: [{ OSService: 'x' }] } },
  })
})

const problemsOf = (service: Config): string => {
  try {
    settingsFromConfig({ service }, { dev: true })
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('a service of a configuration', () => {
  const only = (service: Config) => settingsFromConfig({ service }, { dev: true }).services[0]

  test('has an ordinary kind where its kind is unknown, and weights of 1 where it leaves them out', () => {
    expect(only({ name: 'a', kind: 'typical' })?.row.Kind).toBe('')
    expect(only({ name: 'a', kind: 'connect-proxy' })?.row.Kind).toBe('connect-proxy')
    expect(only({ name: 'a', weights: { passing: 3 } })?.row.Weights).toEqual({ Passing: 3, Warning: 1 })
  })

  test('has the check that stands on its own behind those of the list, even an empty one', () => {
    const both = only({ name: 'a', check: { name: 'one', ttl: '1h' }, checks: [{ name: 'two', ttl: '1h' }] })
    expect(both?.checks.map(check => check.name)).toEqual(['two', 'one'])
    expect(only({ name: 'a', check: {} })?.checks).toHaveLength(1)
  })

  test('loses the fraction of a number', () => {
    expect(only({ name: 'a', port: 80.9 })?.row.Port).toBe(80)
    expect(() => only({ name: 'a', port: 1e300 })).not.toThrow()
  })

  test('is refused with all that is wrong with it, its sidecar included, in the order in which Consul looks', () => {
    const sidecar_service = {
      id: 'x',
      meta: { 'a b': 'c' },
      weights: { passing: 0 },
      socket_path: '/x',
      port: 2,
      proxy: { mode: 'bad', mesh_gateway: { mode: 'worse' } },
      connect: { sidecar_service: {} },
    }
    expect(problemsOf({ name: 'a', port: 1, connect: { sidecar_service } })).toBe(
      [
        '7 errors occurred:',
        "\t* invalid meta for service : Couldn't load metadata pair ('a b', 'c'): Key contains invalid characters",
        '\t* Invalid weight definition for service : Passing must be greater than 0',
        '\t* service  cannot have both socket path /x and address/port',
        '\t* Invalid Mesh Gateway Mode: "worse"',
        '\t* Invalid Proxy Mode: "bad"',
        "\t* sidecar_service can't specify an ID",
        "\t* sidecar_service can't have a nested sidecar_service",
        '\n',
      ].join('\n'),
    )
  })

  test('with a duration that is none is refused for that', () => {
    expect(problemsOf({ name: 'a', check: { id: 'c', ttl: 'soon' } })).toContain(
      'check[c].ttl: invalid duration: "soon"',
    )
  })
})
