import { describe, expect, test } from 'vitest'
import { explanationFor } from '../../support/differential/explained.ts'

const reasonFor = (...asked: Parameters<typeof explanationFor>): string | undefined => explanationFor(...asked)?.reason

describe('a difference between two agents is explained', () => {
  test('where the real one cut the connection, and another answer came here', () => {
    expect(reasonFor({ failed: 'cut off' }, { status: 200 })).toMatch('panics')
    expect(reasonFor({ failed: 'cut off' }, { failed: 'refused' })).toBeUndefined()
  })

  test('where it answers HEAD with a body', () => {
    expect(reasonFor({ failed: 'no HTTP' }, { status: 400 })).toMatch('HEAD')
    expect(reasonFor({ failed: 'no HTTP' }, { status: 200 })).toBeUndefined()
  })

  test('where the same errors of a list come in another order, and nothing else does', () => {
    const list = (status: number, text: string): object => ({ status, text })
    const ab = list(400, 'Bad: 2 error(s) decoding:\n\n* a\n* b')
    expect(reasonFor(ab, list(400, 'Bad: 2 error(s) decoding:\n\n* b\n* a'))).toMatch('Go map')
    expect(
      reasonFor(list(500, '2 errors occurred:\n\t* a\n\t* b\n'), list(500, '2 errors occurred:\n\t* b\n\t* a\n')),
    ).toMatch('Go map')
    expect(reasonFor(ab, list(500, 'Bad: 2 error(s) decoding:\n\n* b\n* a'))).toBeUndefined()
    expect(reasonFor(ab, list(400, 'Bad: 2 error(s) decoding:\n\n* a\n* c'))).toBeUndefined()
    expect(reasonFor(list(400, 'a\nb'), list(400, 'b\na'))).toBeUndefined()
    expect(reasonFor(list(400, 'a'), list(400, 'b'))).toBeUndefined()
  })

  test('where metadata bears the version of servers', () => {
    const node = (Meta: unknown) => ({ status: 200, json: [{ Node: 'n1', Meta }] })
    expect(reasonFor(node({ 'consul-version': '1.21.4' }), node({}))).toMatch('page')
    expect(reasonFor(node({ 'consul-version': '1.21.4', a: 'b' }), node({ a: 'b' }))).toMatch('page')
    expect(reasonFor(node({ 'consul-version': '1.21.4', a: 'b' }), node({ a: 'c' }))).toBeUndefined()
    const instance = (NodeMeta: unknown) => ({ status: 200, json: [{ Node: 'n1', NodeMeta }] })
    expect(reasonFor(instance({ 'consul-version': '1.21.4' }), instance({}))).toMatch('page')
    const answer = (...texts: string[]) => ({ additional: texts.map(text => ({ type: 'TXT', data: [text] })) })
    expect(reasonFor(answer('consul-version=1.21.4', 'a=b'), answer('a=b'))).toMatch('page')
    expect(reasonFor(answer('consul-version=1.21.4', 'a=b'), answer('a=c'))).toBeUndefined()
    const any = (...texts: string[]) => ({ answer: answer(...texts).additional })
    expect(reasonFor(any('consul-version=1.21.4', 'a=b'), any('a=b'))).toMatch('page')
  })
})

test('instances of the own agent and their checks come in any order, in its health alone', () => {
  const row = (...checks: string[]) => ({ Checks: checks.map(CheckID => ({ CheckID })) })
  const [ab, ba] = [
    [row('a', 'b'), row('c')],
    [row('c'), row('b', 'a')],
  ].map(json => ({ status: 200, json }))
  const at = (path: string) => ({ path })
  expect(reasonFor(ab, ba, at('/v1/agent/health/service/name/web'))).toMatch('Go map')
  expect(reasonFor(ab, ba, at('/v1/health/service/web'))).toBeUndefined()
  const one = (...checks: string[]) => ({ status: 200, json: row(...checks) })
  expect(reasonFor(one('a', 'b'), one('b', 'a'), at('/v1/agent/health/service/id/web'))).toMatch('Go map')
  expect(reasonFor(one('a', 'b'), one('b', 'c'), at('/v1/agent/health/service/id/web'))).toBeUndefined()
  const other = { status: 200, json: [row('a', 'x'), row('c')] }
  expect(reasonFor(ab, other, at('/v1/agent/health/service/name/web'))).toBeUndefined()
})

test('the overview of the catalog may be an earlier one, but no refusal', () => {
  const step = { path: '/v1/internal/ui/catalog-overview?peer=x' }
  const [earlier, later] = [{ Nodes: [{ Total: 1 }] }, { Nodes: [] }]
  expect(reasonFor({ status: 200, json: earlier }, { status: 200, json: later }, step)).toMatch('every few seconds')
  expect(reasonFor({ status: 200, json: {} }, { status: 200, json: later }, step)).toBeUndefined()
  expect(reasonFor({ status: 403 }, { status: 200, json: {} }, step)).toBeUndefined()
})

test('what is near, and the index of coordinates, depends on when the real agent told of its own place', () => {
  const own = { path: '/v1/coordinate/node/node1' }
  expect(reasonFor({ status: 200, json: [] }, { status: 404, text: '' }, own)).toContain('own coordinate')
  expect(reasonFor({ status: 200, json: [] }, { status: 403, text: '' }, own)).toBeUndefined()
  const rows = [{ Node: 'n1' }, { Node: 'n2' }]
  const one = { status: 200, json: rows }
  const other = { status: 200, json: rows.toReversed() }
  expect(reasonFor(one, other, { path: '/v1/catalog/nodes?near=_agent' })).toContain('own coordinate')
  expect(reasonFor(one, other, { path: '/v1/catalog/nodes' })).toBeUndefined()
  expect(reasonFor(one, { status: 200, json: [] }, { path: '/v1/catalog/nodes?near=_agent' })).toBeUndefined()
  const at = (index: string): object => ({ status: 200, headers: { 'x-consul-index': index }, json: [] })
  expect(reasonFor(at('1'), at('2'), { path: '/v1/coordinate/node/n1' })).toContain('own coordinate')
  expect(reasonFor(at('1'), at('2'), { path: '/v1/catalog/node/n1' })).toBeUndefined()
  const nodes = (...names: string[]): object => ({ status: 200, json: names.map(Node => ({ Node })) })
  expect(reasonFor(nodes('n1', 'node1'), nodes('n1'), { path: '/v1/coordinate/nodes' })).toContain('own coordinate')
  expect(reasonFor(nodes('n1', 'n2'), nodes('n1'), { path: '/v1/coordinate/nodes' })).toBeUndefined()
  const hidden = (told: string | null): object => ({ status: 200, 'headers.x-consul-results-filtered-by-acls': told })
  expect(reasonFor(hidden('true'), hidden(null), { path: '/v1/coordinate/nodes' })).toContain('own coordinate')
})

test('alias checks are compared without what they show, other checks with it', () => {
  const answer = (Type: string, Output: string): object => ({
    status: 200,
    json: { c1: { Type, Output, Status: 'x' } },
  })
  const step = { path: '/v1/agent/checks' }
  expect(reasonFor(answer('alias', 'No checks found.'), answer('alias', 'Service a'), step)).toContain('alias check')
  expect(reasonFor(answer('ttl', 'a'), answer('ttl', 'b'), step)).toBeUndefined()
})

test('checks of a service whose ID begins with a null byte have their reason where they stand among those of a node', () => {
  const row = (...IDs: string[]): object => ({ json: [{ Checks: IDs.map(ServiceID => ({ ServiceID })) }] })
  expect(reasonFor(row('\0', ''), row(''))).toContain('null byte')
  expect(reasonFor(row('a', ''), row(''))).toBeUndefined()
  expect(reasonFor(row('\0', ''), row('a'))).toBeUndefined()
})

test('whether the roots are in the cache has its reason, other differences of them and of other reads have not', () => {
  const read = (headers: object, json = [1]): object => ({ status: 200, headers, json })
  const [hit, miss] = [read({ 'x-cache': 'HIT', age: '0' }), read({ 'x-cache': 'MISS' })]
  const path = '/v1/agent/connect/ca/roots?dc='
  expect(reasonFor(miss, hit, { path })).toContain('chance in its first seconds')
  expect(reasonFor(miss, read({ 'x-cache': 'HIT' }, [2]), { path })).toBeUndefined()
  expect(reasonFor(miss, hit, { path: '/v1/health/service/web?cached' })).toBeUndefined()
})

test('an event that was just fired and is not listed yet has its reason, one that is missing later has not', () => {
  const list = (...json: number[]): object => ({ status: 200, headers: { 'x-consul-index': `${json.length}` }, json })
  const fired = { path: '/v1/event/fire/deploy' }
  const step = { path: '/v1/event/list' }
  expect(reasonFor(list(1), list(1, 2), step, [fired, step])).toContain('a moment ago')
  expect(reasonFor(list(1), list(1, 2), step, [fired, step, step])).toBeUndefined()
  expect(reasonFor(list(1), list(2, 3), step, [fired, step])).toBeUndefined()
  expect(reasonFor(list(1, 2), list(1), step, [fired, step])).toBeUndefined()
})

test('a session that an alias check of its node stood against has its reason, one that another check did has not', () => {
  const made = { status: 200, json: { ID: '<uuid-1>' } }
  const refused = (id: string): object => ({ status: 500, text: `apply failed: Check '${id}' is in critical state` })
  const Checks = [
    { CheckID: 'a', AliasService: 'web' },
    { CheckID: 'b', TTL: '1s' },
  ]
  const steps = [{ path: '/v1/agent/service/register', body: { Name: 'api', Checks } }]
  const step = { path: '/v1/session/create' }
  expect(reasonFor(made, refused('a'), step, steps)).toContain('alias check')
  expect(reasonFor(made, refused('b'), step, steps)).toBeUndefined()
  expect(reasonFor(made, refused('a'), step)).toBeUndefined()
})

test('rows that a stream tells twice under two spellings of a node have their reason', () => {
  const row = (Node: string): object => ({ Node: { Node }, Service: { ID: 'web' } })
  const told = (...json: object[]): object => ({ headers: { 'x-consul-query-backend': 'streaming' }, json })
  expect(reasonFor(told(row('N1'), row('n1')), told(row('N1')))).toContain('spelling')
  expect(reasonFor(told(row('n1'), row('n2')), told(row('n1')))).toBeUndefined()
  expect(reasonFor(told(row('N1'), row('n1')), told(row('n2')))).toBeUndefined()
})

test('what a stream tells of a node that was written in two spellings has its reason, what it tells of others has not', () => {
  const row = (Node: string): object => ({ Node: { Node }, Service: { ID: 'web' } })
  const told = (...json: object[]): object => ({ headers: { 'x-consul-query-backend': 'streaming' }, json })
  const written = ['N1', 'n1'].map(Node => ({ path: '/v1/catalog/register', body: { Node } }))
  const at = { path: '/v1/health/service/web?tag=a' }
  expect(reasonFor(told(row('N1')), told(), at, written)).toContain('no longer has')
  expect(reasonFor(told(row('N1')), told(), at, written.slice(1))).toBeUndefined()
  expect(reasonFor(told(row('n2')), told(), at, written)).toBeUndefined()
  const indexed = (index: string, ...json: object[]): object => ({
    headers: { 'x-consul-query-backend': 'streaming', 'x-consul-index': index },
    json,
  })
  expect(reasonFor(indexed('index+4', row('N1')), indexed('index+3'), at, written)).toContain('no longer has')
  expect(reasonFor(indexed('index+4'), indexed('index+3'), at, written)).toBeUndefined()
})

test('a check that a stream leaves out because it names the instance in another spelling has its reason, others have not', () => {
  const told = (ServiceIDs: string[], backend = 'streaming'): object => ({
    headers: { 'x-consul-query-backend': backend },
    json: [{ Service: { ID: 'web' }, Checks: ServiceIDs.map(ServiceID => ({ ServiceID })) }],
  })
  expect(reasonFor(told(['', 'web']), told(['', 'web', 'Web']))).toContain('spell its ID')
  expect(reasonFor(told(['']), told(['', 'web']))).toBeUndefined()
  expect(reasonFor(told(['', 'web', 'Web']), told(['', 'web']))).toBeUndefined()
  expect(reasonFor(told(['web'], 'blocking-query'), told(['web', 'Web'], 'blocking-query'))).toBeUndefined()
})

test('a gateway that a stream still tells of has its reason where its node has left as a whole, else it has not', () => {
  const row = (Node: string, Kind?: string): object => ({ Node: { Node }, Service: { ID: 't', Kind } })
  const told = (...json: object[]): object => ({ headers: { 'x-consul-query-backend': 'streaming' }, json })
  const left = (body: Record<string, string>) => [{ path: '/v1/catalog/deregister', body }]
  const at = { path: '/v1/health/connect/db?index=4' }
  const real = told(row('n1', 'terminating-gateway'), row('n2', 'terminating-gateway'))
  const ours = told(row('n1', 'terminating-gateway'))
  expect(reasonFor(real, ours, at, left({ Node: 'N2' }))).toContain('its wildcard')
  expect(reasonFor(real, ours, at, left({ Node: 'N2', ServiceID: 't' }))).toBeUndefined()
  expect(reasonFor(real, ours, at, left({ Node: 'n1' }))).toBeUndefined()
  expect(reasonFor(told(row('n2')), told(), at, left({ Node: 'n2' }))).toBeUndefined()
  expect(reasonFor(real, ours, { path: '/v1/health/service/db?index=4' }, left({ Node: 'n2' }))).toBeUndefined()
})

test('lists of words in a text have their reason where they hold the same words', () => {
  const text = (list: string): object => ({ status: 500, text: `invalid Op 'x'; supported values: ${list}\n` })
  expect(reasonFor(text('add, remove'), text('remove, add'))).toContain('Go map')
  expect(reasonFor(text('add, remove'), text('remove, set'))).toBeUndefined()
})

test('an instance that passes where a stream knows no check of its spelling has its reason, others have not', () => {
  const told = (...IDs: string[]): object => ({
    headers: { 'x-consul-query-backend': 'streaming' },
    json: IDs.map(ID => ({ Service: { ID } })),
  })
  const written = [
    { path: '/v1/catalog/register', body: { Node: 'n1', Service: { Service: 'Web' } } },
    { path: '/v1/catalog/register', body: { Node: 'n1', Check: { ServiceID: 'web' } } },
  ]
  const at = { path: '/v1/health/service/Web?passing&index=1' }
  expect(reasonFor(told('Web'), told(), at, written)).toContain('spell its ID')
  expect(reasonFor(told('Web'), told(), { path: '/v1/health/service/Web?index=1' }, written)).toBeUndefined()
  expect(reasonFor(told('api'), told(), at, written)).toBeUndefined()
  expect(reasonFor(told('Web'), told(), at, written.slice(1))).toBeUndefined()
})

test('a stream that has no rows yet when a short wait ends has its reason', () => {
  const stream = (json: unknown[]): object => ({ headers: { 'x-consul-query-backend': 'streaming' }, json })
  const path = '/v1/health/service/consul?index=1&wait=10ms'
  expect(reasonFor(stream([]), stream([1]), { path })).toContain('no rows yet')
  expect(reasonFor(stream([2]), stream([1]), { path })).toBeUndefined()
  expect(reasonFor(stream([]), stream([1]), { path: '/v1/health/service/consul?index=1&wait=10s' })).toBeUndefined()
  const at = (index: string, json: unknown[]): object => ({
    headers: { 'x-consul-query-backend': 'streaming', 'x-consul-index': index },
    json,
  })
  expect(reasonFor(at('index<=start', []), at('index+2', [1]), { path })).toContain('no index')
  expect(reasonFor(at('index+3', []), at('index+2', []), { path })).toBeUndefined()
})

test('a row of the own node that one agent has put right has its reason, other rows have not', () => {
  const at = (Node: string, Meta: object | null, Address: string): object => ({ json: [{ Node, Meta, Address }] })
  const meta = { 'consul-network-segment': '' }
  expect(reasonFor(at('node1', meta, '127.0.0.1'), at('node1', null, '10.0.0.1'))).toContain('full comparison')
  expect(reasonFor(at('node1', meta, '127.0.0.1'), at('node1', meta, '10.0.0.1'))).toBeUndefined()
  expect(reasonFor(at('n1', meta, '127.0.0.1'), at('n1', null, '10.0.0.1'))).toBeUndefined()
})

test('silence over DNS where the real agent cut off what it cannot write has its reason', () => {
  const cut = { rcode: 'NOERROR', answer: [] }
  expect(reasonFor(cut, { silence: true }, { dns: { name: 'web.service.consul', type: 'SRV' } })).toContain('cut off')
  expect(reasonFor({ silence: true }, cut, { dns: { name: 'web.service.consul', type: 'SRV' } })).toBeUndefined()
})
