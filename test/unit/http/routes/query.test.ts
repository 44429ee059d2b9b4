import { expect, test } from 'vitest'
import { httpAgent } from '../../../support/http.ts'

const web = { Service: 'web' }

test('lets every path below answer OPTIONS for itself', async () => {
  const { send } = httpAgent()
  for (const path of ['/v1/query/x/execute', '/v1/query/x/explain']) {
    const options = await send('OPTIONS', path)
    expect([options.status, options.headers['allow'], options.text]).toEqual([200, 'OPTIONS,GET', '{}'])
    const post = await send('POST', path)
    expect([post.status, post.headers['allow']]).toEqual([405, 'GET'])
  }
  expect((await send('OPTIONS', '/v1/query')).text).toBe('')
})

test('takes no query for what is none, and survives it', async () => {
  const { send } = httpAgent()
  expect(await send('POST', '/v1/query', 'null')).toMatchObject({
    status: 500,
    text: 'Invalid prepared query: Must be bound to a session',
  })
  expect(await send('POST', '/v1/query', '[]')).toMatchObject({
    status: 400,
    text: 'Request decode failed: json: cannot unmarshal array into Go value of type structs.PreparedQuery',
  })
})

test.each([
  [{ DNS: { TTL: 5 } }, 'QueryDNSOptions.DNS.TTL of type string'],
  [{ Name: 1 }, 'PreparedQuery.Name of type string'],
  [{ Service: { Failover: { NearestN: '1' } } }, 'QueryFailoverOptions.Service.Failover.NearestN of type int'],
  [{ Service: { Bogus: 1 } }, 'json: unknown field "Bogus"'],
])('says where %j does not fit', async (body, text) => {
  const answer = await httpAgent().send('POST', '/v1/query', body)
  expect(answer.status).toBe(400)
  expect(answer.text).toContain(text)
})

test.each([
  [{ ID: 'x' }, 'ID must be empty when creating a new prepared query'],
  [{ Service: { ...web, SamenessGroup: 's' } }, 'sameness-groups are an enterprise-only feature'],
  [
    { Service: { ...web, Failover: { NearestN: 1, Targets: [{}] } } },
    'Targets cannot be populated with NearestN or Datacenters',
  ],
  [
    { Service: { ...web, NodeMeta: { 'a b': 'v' } } },
    "Couldn't load metadata pair ('a b', 'v'): Key contains invalid characters",
  ],
  [
    { Service: { ...web, NodeMeta: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, ''])) } },
    'Node metadata cannot contain more than 64 key/value pairs',
  ],
  [{ Service: web, DNS: { TTL: 'soon' } }, 'Bad DNS TTL \'soon\': time: invalid duration "soon"'],
])('refuses %j', async (body, text) => {
  const answer = await httpAgent().send('POST', '/v1/query', { Name: 'x', ...body })
  expect(answer.status).toBe(500)
  expect(answer.text).toContain(text)
})

test('an unknown datacenter comes before what is wrong with the query, but after what is no JSON', async () => {
  const { send } = httpAgent()
  expect((await send('POST', '/v1/query?dc=zz', { ID: 'x' })).text).toBe('No path to datacenter')
  expect((await send('POST', '/v1/query?dc=zz', '{')).status).toBe(400)
  expect((await send('DELETE', '/v1/query/zz?dc=zz')).text).toBe('No path to datacenter')
})

test('executions never block', async () => {
  const { send, get } = httpAgent()
  await send('POST', '/v1/query', { Name: 'q', Service: web })
  for (const action of ['execute', 'explain']) {
    const answer = await get(`/v1/query/q/${action}?index=1000&wait=10m`)
    expect([answer.status, answer.headers['x-consul-index']]).toEqual([200, '1'])
  }
  expect((await get('/v1/query/q/execute?stale')).json.ConsistencyLevel).toBe('stale')
})

test.each([
  ['limit=bad', 'Bad limit: strconv.Atoi: parsing "bad": invalid syntax'],
  ['limit=99999999999999999999', 'Bad limit: strconv.Atoi: parsing "99999999999999999999": value out of range'],
  ['connect=x', 'Error parsing \'connect\' value: strconv.ParseBool: parsing "x": invalid syntax'],
])('refuses ?%s', async (parameter, text) => {
  expect(await httpAgent().get(`/v1/query/x/execute?${parameter}`)).toMatchObject({ status: 500, text })
})

test('a waiting read of a query that is deleted learns that it is gone', async () => {
  const { send, get, agent } = httpAgent()
  const { ID } = (await send('POST', '/v1/query', { Name: 'q', Service: web })).json
  const index = (await get(`/v1/query/${ID}`)).headers['x-consul-index']
  const waiting = get(`/v1/query/${ID}?index=${String(index)}&wait=10m`)
  await expect.poll(() => agent.blocking.size).toBe(1)
  await send('DELETE', `/v1/query/${ID}`)
  expect(await waiting).toMatchObject({ status: 404, text: 'Query not found' })
})

test('sorts near the node that has the address of the client, and near the agent', async () => {
  const { send } = httpAgent()
  for (const [i, Node] of ['n1', 'n2', 'n3'].entries()) {
    const Address = `10.0.0.${i + 1}`
    await send('PUT', '/v1/catalog/register', { Node, Address, Service: { Service: 'web', Port: 80 } })
    await send('PUT', '/v1/coordinate/update', { Node, Coord: { Vec: [i, 0, 0, 0, 0, 0, 0, 0] } })
  }
  await send('PUT', '/v1/coordinate/update', { Node: 'node1', Coord: { Vec: [5, 0, 0, 0, 0, 0, 0, 0] } })
  await send('POST', '/v1/query', { Name: 'q', Service: { ...web, Near: '_ip' } })
  const order = async (path: string, headers = {}): Promise<string[]> =>
    (await send('GET', `/v1/query/q/execute${path}`, undefined, headers)).json.Nodes.map(
      (entry: { Node: { Node: string } }) => entry.Node.Node,
    )
  expect(await order('', { 'x-forwarded-for': '10.0.0.3, 10.9.9.9' })).toEqual(['n3', 'n2', 'n1'])
  expect(await order('', { 'x-forwarded-for': '10.0.0.1' })).toEqual(['n1', 'n2', 'n3'])
  expect(await order('?near=_agent&limit=1')).toEqual(['n3'])
})
