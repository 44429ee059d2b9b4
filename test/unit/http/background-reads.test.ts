import { expect, test } from 'vitest'
import { httpAgent, type HttpAgent } from '../../support/http.ts'
import { aclAgent } from './routes/acl/acl-agent.ts'

const WEB = '/v1/catalog/service/web'
const indexOf = async ({ get }: HttpAgent, path: string): Promise<number> =>
  Number((await get(path)).headers['x-consul-index'])

/** Registers a service, or a check of it. */
async function register({ send }: HttpAgent, Service?: object, Check?: object): Promise<void> {
  const body = { Node: 'n1', Address: '10.0.0.1', ...(Service && { Service }), ...(Check && { Check }) }
  expect((await send('PUT', '/v1/catalog/register', body)).status).toBe(200)
}

const check = (agent: HttpAgent, Status: string): Promise<void> =>
  register(agent, undefined, { CheckID: 'c', Name: 'c', ServiceID: 'web', Status })

test('what the cache holds stays as it is until a blocked query would be answered', async () => {
  const agent = httpAgent()
  await register(agent, { Service: 'web' })
  const first = await indexOf(agent, `${WEB}?cached`)
  await check(agent, 'passing')
  expect(await indexOf(agent, WEB)).toBe(first + 1)
  expect(await indexOf(agent, `${WEB}?cached`)).toBe(first)
  await register(agent, { Service: 'web', Port: 5 })
  await check(agent, 'critical')
  // it was read again once the port was told, and before the check was
  expect(await indexOf(agent, `${WEB}?cached`)).toBe(first + 2)
  expect((await agent.get(`${WEB}?cached`)).json).toMatchObject([{ ServicePort: 5 }])
})

test('one that waits for what the cache holds is answered with its news, and at the end of its time with what it had', async () => {
  const agent = httpAgent()
  await register(agent, { Service: 'web' })
  const index = await indexOf(agent, `${WEB}?cached`)
  const waiting = agent.get(`${WEB}?cached&index=${index}&wait=10s`)
  await register(agent, { Service: 'web', Port: 5 })
  expect(Number((await waiting).headers['x-consul-index'])).toBe(index + 1)
  const late = agent.get(`${WEB}?cached&index=${index + 1}&wait=10s`)
  await check(agent, 'passing')
  await agent.clock.advance(11_000)
  expect((await late).headers).toMatchObject({ 'x-consul-index': `${index + 1}`, 'x-cache': 'MISS' })
})

test('names of services are held until nobody asked for them in three days, and other filters are others', async () => {
  const agent = httpAgent()
  const names = async (query = ''): Promise<string[]> =>
    Object.keys((await agent.get(`/v1/catalog/services?cached${query}`)).json as object)
  expect(await names()).toEqual(['consul'])
  await register(agent, { Service: 'web' })
  expect(await names()).toEqual(['consul'])
  expect(await names('&filter=ServiceName==web')).toEqual(['web'])
  await agent.clock.advance(72 * 3_600_000 - 1)
  expect(await names()).toEqual(['consul'])
  await agent.clock.advance(72 * 3_600_000 + 1)
  expect(await names()).toEqual(['consul', 'web'])
})

test('a restored state is seen at once', async () => {
  const agent = httpAgent()
  await register(agent, { Service: 'web' })
  const { store } = agent.agent
  const snapshot = store.snapshot()
  await register(agent, { Service: 'web', Port: 5 })
  expect((await agent.get(`${WEB}?cached`)).json).toMatchObject([{ ServicePort: 5 }])
  store.restore(snapshot)
  expect((await agent.get(`${WEB}?cached`)).json).toMatchObject([{ ServicePort: 0 }])
})

/** An agent with ACLs, and a token that may read the service `web` until `change` gives it other rules. */
async function withToken() {
  const { clock, as, root } = aclAgent()
  const node = 'node_prefix "" { policy = "read" }'
  const rules = (service: string): object => ({ Name: 'p', Rules: `service "${service}" { policy = "read" } ${node}` })
  const policy = (await root('PUT', '/v1/acl/policy', rules('web'))).json as { ID: string }
  const token = (await root('PUT', '/v1/acl/token', { Policies: [{ Name: 'p' }] })).json as Record<string, string>
  const service = (Port: number) =>
    root('PUT', '/v1/catalog/register', { Node: 'n1', Address: '10.0.0.1', Service: { Service: 'web', Port } })
  await service(1)
  return {
    clock,
    service,
    read: () => as(token['SecretID'] ?? '')('GET', `${WEB}?cached`),
    change: (name: string) => root('PUT', `/v1/acl/policy/${policy.ID}`, rules(name)),
    remove: () => root('DELETE', `/v1/acl/token/${token['AccessorID']}`),
  }
}

test('other rights of a token show with the next change of what is held for it', async () => {
  const { read, change, service } = await withToken()
  expect((await read()).json).toMatchObject([{ ServicePort: 1 }])
  await change('other')
  expect((await read()).json).toMatchObject([{ ServicePort: 1 }])
  await service(2)
  const late = await read()
  expect(late.json).toEqual([])
  expect(late.headers).toMatchObject({ 'x-cache': 'HIT', age: '0', 'x-consul-results-filtered-by-acls': 'true' })
})

test('what is held for a token is told though that is no more, and how long it cannot be read again', async () => {
  const { read, remove, service, clock } = await withToken()
  await read()
  await remove()
  expect((await read()).headers).toMatchObject({ 'x-cache': 'HIT', age: '0' })
  await service(2)
  await read()
  await clock.advance(3000)
  const late = await read()
  expect([late.status, late.headers['age']]).toEqual([200, '3'])
  expect(late.json).toMatchObject([{ ServicePort: 1 }])
})
