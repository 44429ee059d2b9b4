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
const type = fc.constantFrom('A', 'AAAA', 'SRV', 'ANY', 'TXT', 'SOA', 'NS', 'PTR')

/** DNS questions. */
export const dnsCommands: Commands = fc
  .tuple(name, type, fc.boolean())
  .map(([name, type, tcp]) => [{ dns: { name, type, ...(tcp && { tcp }) } }])
