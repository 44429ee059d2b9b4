import { expect, test } from 'vitest'
import { httpAgent, type HttpAgent } from '../../../support/http.ts'

interface State {
  readonly CreateIndex: number
  readonly ModifyIndex: number
  readonly PrimaryModifyIndex: number
  readonly UpdatedAt: string
  readonly MeshGateways?: readonly { readonly Service: { readonly Port: number }; readonly Checks: unknown }[]
}

const stateOf = async ({ get }: HttpAgent): Promise<State> => (await get('/v1/internal/federation-states')).json[0]
const gateway = (Port: number): object => ({ Kind: 'mesh-gateway', Service: 'mg', Port })
const register = ({ send }: HttpAgent, more: object): Promise<unknown> =>
  send('PUT', '/v1/catalog/register', { Node: 'n1', Address: '10.0.0.1', ...more })

test('a change of a mesh gateway is followed by a commit of the leader, which other changes are not', async () => {
  const http = httpAgent()
  const { agent, clock, send } = http
  const first = await stateOf(http)
  expect(first.ModifyIndex).toBe(first.CreateIndex)
  expect(first.UpdatedAt).toBe('2025-01-01T00:00:00Z')

  await clock.advance(1500)
  const waiting = http.get(`/v1/internal/federation-states?index=${first.ModifyIndex}`)
  await send('PUT', '/v1/kv/a', 'a')
  const at = agent.store.index
  await register(http, { Service: gateway(1) })
  const second = await stateOf(http)
  expect((await waiting).json).toEqual([second])
  expect(second.MeshGateways).toHaveLength(1)
  expect(second.ModifyIndex).toBe(at + 2)
  expect(second.PrimaryModifyIndex).toBe(at + 2)
  expect(second.CreateIndex).toBe(first.CreateIndex)
  expect(second.UpdatedAt).toBe('2025-01-01T00:00:01.5Z')

  await clock.advance(60_000)
  await register(http, { Service: { Service: 'web' } })
  await register(http, { Check: { CheckID: 'c', Name: 'c', ServiceID: 'web', Status: 'critical' } })
  await send('PUT', '/v1/kv/a', 'b')
  expect(await stateOf(http)).toEqual(second)
  expect(agent.store.index).toBe(at + 5)

  await send('PUT', '/v1/catalog/deregister', { Node: 'n1' })
  const third = await stateOf(http)
  expect(third.MeshGateways).toBeUndefined()
  expect(third.ModifyIndex).toBe(at + 7)
  expect((await http.get('/v1/internal/federation-state/dc1')).json).toMatchObject({ State: third, Index: at + 7 })
})

test('a node under a gateway, its checks and those of the gateway are told as well', async () => {
  const http = httpAgent()
  const { clock } = http
  await register(http, { Service: gateway(1) })
  const changes = [
    { NodeMeta: { a: 'b' } },
    { NodeMeta: { a: 'b' }, Check: { CheckID: 'own', Name: 'own', ServiceID: 'mg', Status: 'critical' } },
    { NodeMeta: { a: 'b' }, Check: { CheckID: 'node', Name: 'node', Status: 'warning' } },
  ]
  for (const change of changes) {
    await clock.advance(30_000)
    const { ModifyIndex } = await stateOf(http)
    await register(http, change)
    expect((await stateOf(http)).ModifyIndex).toBe(ModifyIndex + 2)
  }
})

test('many changes at once are told of together, the later ones every five seconds', async () => {
  const http = httpAgent()
  const { clock } = http
  const port = async (): Promise<number | undefined> => (await stateOf(http)).MeshGateways?.[0]?.Service.Port
  const seen: (number | undefined)[] = []
  for (const each of [1, 2, 3, 4, 5]) {
    await register(http, { Service: gateway(each) })
    seen.push(await port())
  }
  expect(seen).toEqual([1, 2, 3, 3, 3])
  await clock.advance(4999)
  expect(await port()).toBe(3)
  await clock.advance(1)
  expect(await port()).toBe(5)
  // that is looked after once more, and then there is nothing to wait for
  await clock.advance(5000)
  expect(clock.pending).toBe(0)
})

test('the state of an earlier time without the table gets its row; one with it stays as it was', async () => {
  const http = httpAgent()
  const { agent, clock } = http
  await register(http, { Service: gateway(1) })
  const before = await stateOf(http)
  const snapshot = agent.store.snapshot()

  await clock.advance(60_000)
  agent.store.restore(snapshot)
  expect(await stateOf(http)).toEqual(before)

  const { federationStates: _, ...tables } = snapshot.tables
  agent.store.restore({ ...snapshot, tables: tables as typeof snapshot.tables })
  const made = await stateOf(http)
  expect(made.MeshGateways).toEqual(before.MeshGateways)
  expect(made.ModifyIndex).toBe(agent.store.index)
})
