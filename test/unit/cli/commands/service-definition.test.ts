import { expect, test } from 'vitest'
import { definitionOf } from '../../../../src/cli/commands/service-definition.ts'

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
  expect(definitionOf(service)).toEqual({
    ID: 'r1',
    Name: 'rich',
    EnableTagOverride: true,
    SocketPath: '/s',
    Meta: { a_b: 'c' },
    TaggedAddresses: { lan_ipv4: { Address: '1.2.3.4', Port: 5 } },
    Checks: [
      { Name: 'c', TTL: '10s', DeregisterCriticalServiceAfter: '90m' },
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

test('what a check runs is not sent, as the official client does not send it', () => {
  expect(definitionOf({ name: 'x', check: { args: ['true'], interval: '1s' } })).toEqual({
    Name: 'x',
    Checks: [{ Interval: '1s' }],
  })
})
