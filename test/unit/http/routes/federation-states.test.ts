import { expect, test } from 'vitest'
import { httpAgent } from '../../../support/http.ts'

test('the state of a federation keeps the index of its creation, and moves with gateways that come and go', async () => {
  const { send, get } = httpAgent()
  const state = async (): Promise<{ CreateIndex: number; ModifyIndex: number; MeshGateways?: unknown[] }> =>
    (await get('/v1/internal/federation-states')).json[0]
  const first = await state()
  expect(first.ModifyIndex).toBe(first.CreateIndex)
  const Service = { Kind: 'mesh-gateway', Service: 'mg', Port: 1, Meta: { 'consul-wan-federation': '1' } }
  await send('PUT', '/v1/catalog/register', { Node: 'n1', Address: '10.0.0.1', Service })
  const second = await state()
  expect(second.MeshGateways).toHaveLength(1)
  expect(second.ModifyIndex).toBeGreaterThan(first.ModifyIndex)
  await send('PUT', '/v1/catalog/deregister', { Node: 'n1', ServiceID: 'mg' })
  const third = await state()
  expect(third.MeshGateways).toBeUndefined()
  expect(third.ModifyIndex).toBeGreaterThan(second.ModifyIndex)
  expect(third.CreateIndex).toBe(first.CreateIndex)
})
