import { expect, test } from 'vitest'
import { dispatch } from '../../../../src/cli/dispatch.ts'
import { startConsul, type Consul } from '../../../../src/index.ts'
import { recordedIo } from '../io.ts'

async function rtt(consul: Consul, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { io, written } = recordedIo({ env: { CONSUL_HTTP_ADDR: consul.http.url } })
  return { code: await dispatch(['rtt', ...args], io), ...written }
}

test('an agent has no way to itself until it is a minute old, and then the least one', async () => {
  await using consul = await startConsul({ clock: 'manual', node: { name: 'node1' } })
  const none = { code: 1, stderr: 'Could not find a coordinate for node "node1"\n' }
  expect(await rtt(consul, 'node1')).toMatchObject(none)
  expect(await rtt(consul, '-wan', 'node1.dc1')).toMatchObject({ code: 0 })
  await consul.clock.advance('1m')
  const own = { code: 0, stdout: 'Estimated node1 <-> node1 rtt: 0.020 ms (using LAN coordinates)\n', stderr: '' }
  expect(await rtt(consul, 'node1')).toEqual(own)
  expect(await rtt(consul, 'node1', 'node1')).toEqual(own)
  expect(await rtt(consul, '-wan', 'node1.dc1')).toEqual({
    code: 0,
    stdout: 'Estimated node1.dc1 <-> node1.dc1 rtt: 0.020 ms (using WAN coordinates)\n',
    stderr: '',
  })
  expect(await rtt(consul, 'NODE1')).toMatchObject({
    code: 1,
    stderr: 'Could not find a coordinate for node "NODE1"\n',
  })
})

test('the way to another node is that between its coordinate and the one of the agent', async () => {
  await using consul = await startConsul({ clock: 'manual', node: { name: 'node1' } })
  await consul.clock.advance('1m')
  const put = (path: string, body: object): Promise<Response> =>
    fetch(`${consul.http.url}/v1/${path}`, { method: 'PUT', body: JSON.stringify(body) })
  await put('catalog/register', { Node: 'n2', Address: '10.0.0.2' })
  const Coord = { Vec: [0.003, 0, 0, 0, 0, 0, 0, 0], Error: 1.5, Adjustment: 0, Height: 0.0001 }
  await put('coordinate/update', { Node: 'n2', Coord })
  await consul.clock.advance('1s')
  const estimated = 'rtt: 3.110 ms (using LAN coordinates)\n'
  expect((await rtt(consul, 'n2')).stdout).toBe(`Estimated n2 <-> node1 ${estimated}`)
  expect((await rtt(consul, 'node1', 'n2')).stdout).toBe(`Estimated node1 <-> n2 ${estimated}`)
})
