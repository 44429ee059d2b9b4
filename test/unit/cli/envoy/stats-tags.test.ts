import { expect, it } from 'vitest'
import { statsTags } from '../../../../src/cli/envoy/stats-tags.ts'

const cut = (tag: string, text: string): string | undefined => {
  const found = statsTags('web', 'dc1').find(({ tag_name }) => tag_name === tag)
  return found && 'regex' in found ? new RegExp(found.regex).exec(text)?.[2] : undefined
}

const CLUSTER = 'cluster.abc~v1.db.default.dc2.internal.1111.consul.bind_errors'

it.each([
  ['consul.destination.custom_hash', 'abc'],
  ['consul.destination.service_subset', 'v1'],
  ['consul.destination.service', 'db'],
  ['consul.destination.namespace', 'default'],
  ['consul.destination.datacenter', 'dc2'],
  ['consul.destination.routing_type', 'internal'],
  ['consul.destination.trust_domain', '1111'],
  ['consul.destination.target', 'abc~v1.db.default.dc2'],
  ['consul.destination.full_target', 'abc~v1.db.default.dc2.internal.1111'],
  ['consul.service', 'db'],
])('%s is cut out of the name of a cluster', (tag, value) => {
  expect(cut(tag, CLUSTER)).toBe(value)
})

it.each([
  ['consul.upstream.service', 'http.upstream.db.default.dc2.rq', 'db'],
  ['consul.upstream.datacenter', 'http.upstream.db.default.default.dc2.rq', 'dc2'],
  ['consul.upstream.peer', 'tcp.upstream_peered.db.default.east.rq', 'east'],
])('%s is cut out of the name of a listener', (tag, name, value) => {
  expect(cut(tag, name)).toBe(value)
})

it('the service and its datacenter are tags of one value', () => {
  const fixed = statsTags('web', 'dc1').filter(tag => 'fixed_value' in tag)
  expect(fixed).toContainEqual({ tag_name: 'consul.source.datacenter', fixed_value: 'dc1' })
})
