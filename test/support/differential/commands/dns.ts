import fc from 'fast-check'
import type { Commands } from './command.ts'
import { node, service } from './words.ts'

const name = fc.oneof(
  service.map(name => `${name}.service.consul`),
  fc.tuple(fc.constantFrom('v1', 'Primary', '_tcp'), service).map(([tag, name]) => `${tag}.${name}.service.consul`),
  service.map(name => `_${name}._v1.service.consul`),
  service.map(name => `${name}.service.dc1.consul`),
  service.map(name => `${name}.connect.consul`),
  node.map(name => `${name}.node.consul`),
  fc.constantFrom(
    'consul.service.consul',
    'q.query.consul',
    'x.consul',
    'consul',
    '1.0.0.10.in-addr.arpa',
    '7f000001.addr.consul',
  ),
)
const odd = fc.constantFrom(
  '.',
  'service.consul',
  'node.consul',
  'query.consul',
  '.service.consul',
  'a.b.c.web.service.consul',
  '_web._tcp.service.consul',
  '_web._V1.service.consul',
  'web.service.dc9.consul',
  'web.service.dc1.ns.consul',
  'web.node.dc1.extra.consul',
  'web.virtual.consul',
  'web.ingress.consul',
  'web.service.x.ns.dc1.dc.consul',
  'web.service.p1.ap.consul',
  'web.service.example.',
  'WEB.SERVICE.CONSUL',
  'node1.node.consul.',
  'ns.consul',
  '1.0.0.127.in-addr.arpa',
  '9.9.9.9.in-addr.arpa',
  '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa',
  'zz.addr.consul',
  '0a000001.addr.dc1.consul',
  'consul.service.consul.consul',
)
const type = fc.constantFrom('A', 'AAAA', 'SRV', 'ANY', 'TXT', 'SOA', 'NS', 'PTR', 'CNAME', 'MX')

/** DNS questions. */
export const dnsCommands: Commands = fc
  .tuple(fc.oneof({ weight: 3, arbitrary: name }, odd), type, fc.boolean(), fc.constantFrom(undefined, 512, 1232, 4096))
  .map(([name, type, tcp, edns]) => [{ dns: { name, type, ...(tcp && { tcp }), ...(edns && { edns }) } }])
