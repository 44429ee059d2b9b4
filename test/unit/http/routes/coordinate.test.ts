import { expect, test } from 'vitest'
import { httpAgent } from '../../../support/http.ts'

const Coord = { Vec: [1, 0, 0, 0, 0, 0, 0, 0], Error: 1.5, Adjustment: 0, Height: 0.00001 }

test.each([
  ['null', 500, 'incompatible coordinate'],
  ['{}', 500, 'incompatible coordinate'],
  [{ Node: 'n1', Coord: { ...Coord, Vec: [1] } }, 500, 'incompatible coordinate'],
  [{ Node: 'n1', Coord, Datacenter: 'zz' }, 500, 'No path to datacenter'],
  [{ Node: 'n1', Coord, Bogus: 1 }, 400, 'Request decode failed: json: unknown field "Bogus"'],
  [{ Node: 'n1', Coord: { ...Coord, Vec: ['x'] } }, 400, 'Go struct field Coordinate.Coord.Vec of type float64'],
])('an update with %j is refused', async (body, status, text) => {
  const answer = await httpAgent().send('PUT', '/v1/coordinate/update', body)
  expect(answer.status).toBe(status)
  expect(answer.text).toContain(text)
})

test('shows segments, and a node as it was asked for', async () => {
  const { send, get } = httpAgent()
  await send('PUT', '/v1/catalog/register', { Node: 'n1', Address: '10.0.0.1' })
  await send('PUT', '/v1/coordinate/update', { Node: 'n1', Coord })
  await send('PUT', '/v1/coordinate/update', { Node: 'n1', Segment: 'alpha', Coord })
  expect((await get('/v1/coordinate/node/N1?segment=alpha')).json).toEqual([{ Node: 'N1', Segment: 'alpha', Coord }])
  expect((await get('/v1/coordinate/nodes?segment')).json).toEqual([{ Node: 'n1', Segment: '', Coord }])
  expect((await get('/v1/coordinate/nodes')).json).toHaveLength(2)
})

test('each update moves the index, even one that changes nothing', async () => {
  const { send, get } = httpAgent()
  await send('PUT', '/v1/catalog/register', { Node: 'n1', Address: '10.0.0.1' })
  const index = async (): Promise<number> => Number((await get('/v1/coordinate/nodes')).headers['x-consul-index'])
  const update = (): Promise<unknown> => send('PUT', '/v1/coordinate/update', { Node: 'n1', Coord })
  await update()
  const first = await index()
  await update()
  expect(await index()).toBe(first + 1)
})

test('what is not found tells nothing of an index, even after a wait', async () => {
  const { get, clock, agent } = httpAgent()
  const waiting = get('/v1/coordinate/node/nosuch?index=1000&wait=1s')
  await expect.poll(() => agent.blocking.size).toBe(1)
  await clock.advance(2000)
  const answer = await waiting
  expect(answer.status).toBe(404)
  expect(answer.headers).not.toHaveProperty('x-consul-index')
  expect(answer.headers).not.toHaveProperty('content-type')
})

test('an agent that has run for a minute is at the origin', async () => {
  const { get, clock } = httpAgent()
  expect((await get('/v1/coordinate/nodes')).json).toEqual([])
  await clock.advance(60_000)
  const [own] = (await get('/v1/coordinate/nodes')).json
  expect(own).toMatchObject({ Segment: '', Coord: { Error: 1.5, Adjustment: 0, Height: 0.00001 } })
  expect((await get(`/v1/coordinate/node/${own.Node}`)).json).toEqual([own])
})

test('what is near an agent that has run for a minute begins with its own node, also where that was asked before', async () => {
  const { send, get, clock, agent } = httpAgent()
  await send('PUT', '/v1/catalog/register', { Node: 'a', Address: '10.0.0.1' })
  const order = async (): Promise<string[]> =>
    (await get('/v1/catalog/nodes?near=_agent')).json.map(({ Node }: { Node: string }) => Node)
  const { nodeName } = agent.settings
  expect(await order()).toEqual(['a', nodeName])
  await clock.advance(60_000)
  expect(await order()).toEqual([nodeName, 'a'])
})

test('an agent that is told to have no coordinates says so', async () => {
  const { get, send } = httpAgent({ disableCoordinates: true })
  const refused = { status: 401, text: 'Coordinate support disabled' }
  for (const path of ['nodes', 'datacenters', 'node/n1'])
    expect(await get(`/v1/coordinate/${path}`)).toMatchObject(refused)
  expect(await send('PUT', '/v1/coordinate/update', { Node: 'n1', Coord })).toMatchObject(refused)
})
