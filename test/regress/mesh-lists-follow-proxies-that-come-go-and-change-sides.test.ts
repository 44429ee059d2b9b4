import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Consul, startConsul } from '../../src/index.ts'

let consul: Consul

beforeEach(async () => {
  consul = await startConsul({ clock: 'manual' })
})
afterEach(() => consul.close())

const proxy = (destination: string): object => ({
  Node: 'n1',
  Address: '10.0.0.1',
  Service: {
    Service: 'proxy',
    Kind: 'connect-proxy',
    Port: 1,
    Proxy: { DestinationServiceName: destination },
  },
})

const put = (path: string, body: object): Promise<unknown> => consul.inject('PUT', path, body)

async function read(path: string): Promise<{ readonly count: number; readonly index: number }> {
  const answer = await consul.inject('GET', path)
  return { count: answer.json<unknown[]>().length, index: Number(answer.headers['x-consul-index']) }
}

/** Reads, waits, lets something happen, and tells what the one who waited was told. */
async function afterWaiting(path: string, change: () => Promise<unknown>): ReturnType<typeof read> {
  const { index } = await read(path)
  const waiting = read(`${path}?index=${index}&wait=10s`)
  await consul.untilBlocked()
  await change()
  await new Promise(setImmediate)
  await consul.clock.advance('11s')
  return waiting
}

const lists = ['/v1/catalog/connect/web', '/v1/health/connect/web']

describe.each(lists)('%s', list => {
  it('does not hold a proxy whose destination changed, and holds it again when that changes back', async () => {
    await put('/v1/catalog/register', proxy('web'))
    expect(await read(list)).toMatchObject({ count: 1 })
    await put('/v1/catalog/register', proxy('other'))
    expect(await read(list)).toMatchObject({ count: 0 })
    await put('/v1/catalog/register', proxy('web'))
    expect(await read(list)).toMatchObject({ count: 1 })
  })

  it('wakes waiting readers when the node of its last proxy goes', async () => {
    await put('/v1/catalog/register', proxy('web'))
    const told = await afterWaiting(list, () => put('/v1/catalog/deregister', { Node: 'n1' }))
    expect(told).toEqual({ count: 0, index: consul.index })
  })

  it('wakes waiting readers for a proxy that comes after others went', async () => {
    for (const round of [1, 2]) {
      const came = await afterWaiting(list, () => put('/v1/catalog/register', proxy('web')))
      expect([round, came]).toEqual([round, { count: 1, index: consul.index }])
      const gone = await afterWaiting(list, () => put('/v1/catalog/deregister', { Node: 'n1' }))
      expect([round, gone]).toEqual([round, { count: 0, index: consul.index }])
    }
  })
})

it('a reader of the health of a service in the mesh is woken when its proxy goes to another', async () => {
  await put('/v1/catalog/register', proxy('web'))
  const told = await afterWaiting('/v1/health/connect/web', () => put('/v1/catalog/register', proxy('other')))
  expect(told).toEqual({ count: 0, index: consul.index })
})

it('and that one of two went to another', async () => {
  const second = { Node: 'n2', Address: '10.0.0.2', Service: { Service: 'web', Port: 2, Connect: { Native: true } } }
  await put('/v1/catalog/register', second)
  await put('/v1/catalog/register', proxy('web'))
  const told = await afterWaiting('/v1/health/connect/web', () => put('/v1/catalog/register', proxy('other')))
  expect(told).toEqual({ count: 1, index: consul.index })
})

it('the index of proxies before no instance is that of all nodes and services', async () => {
  await put('/v1/catalog/register', { Node: 'n9', Address: '10.0.0.9', Service: { Service: 'gone' } })
  await put('/v1/catalog/deregister', { Node: 'n9' })
  await put('/v1/catalog/register', proxy('web'))
  expect(await read('/v1/catalog/connect/web')).toEqual({ count: 1, index: consul.index })
  await put('/v1/catalog/register', { Node: 'n8', Address: '10.0.0.8' })
  expect(await read('/v1/catalog/connect/web')).toEqual({ count: 1, index: consul.index })
})
