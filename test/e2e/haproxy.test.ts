import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { put, startAgent, type Agent } from '../support/e2e/agent.ts'
import { freePorts } from '../support/e2e/free-ports.ts'
import { startBalancer } from '../support/e2e/haproxy.ts'
import { requireTool } from '../support/e2e/tools.ts'
import { until } from '../support/e2e/until.ts'

const names = ['one', 'two', 'three'] as const
type Name = (typeof names)[number]

let agent: Agent
let balancer: ReturnType<typeof startBalancer>
const instances = new Map<Name, { server: Server; port: number }>()

beforeAll(async () => {
  const haproxy = requireTool('haproxy', 'apt-get install haproxy')
  agent = await startAgent()
  for (const name of names) {
    const server = createServer((_, response) => response.end(name))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    instances.set(name, { server, port: (server.address() as AddressInfo).port })
  }
  const { port } = await freePorts('port')
  balancer = startBalancer({ haproxy, port, dnsPort: agent.dns, service: '_web._tcp.service.consul' })
})
afterAll(async () => {
  await balancer?.stop()
  for (const { server } of instances.values()) server.close().closeAllConnections()
  await agent?.stop()
})

const port = (name: Name): number => instances.get(name)?.port ?? 0

async function register(name: Name, definition: object = {}): Promise<void> {
  await put(agent, '/v1/agent/service/register', { ID: name, Name: 'web', Port: port(name), ...definition })
}

/** Waits until HAProxy uses exactly these; who answers then. */
async function answering(...expected: Name[]): Promise<string[]> {
  const wanted = expected.map(port).sort((a, b) => a - b)
  const what = `HAProxy to use ${expected.join(', ') || 'nobody'}`
  const used = async () => (await balancer.servers()).map(server => server.port)
  const follows = async () => JSON.stringify(await used()) === JSON.stringify(wanted)
  await until(follows, { what, within: 20_000 }).catch(async (error: unknown) => {
    throw new Error(`${String(error)}\nIt uses ${JSON.stringify(await used())} and says: ${balancer.output()}`)
  })
  const answers = new Set<string>()
  for (let i = 0; i < names.length * 3; i += 1) {
    const answer = await fetch(balancer.url)
    answers.add(answer.ok ? await answer.text() : String(answer.status))
  }
  return [...answers].sort()
}

test('HAProxy follows the instances as they come, fail and go', async () => {
  await until(async () => (await fetch(balancer.url)).status === 503, { what: 'HAProxy' })
  expect(await answering()).toEqual(['503'])
  await register('one')
  expect(await answering('one')).toEqual(['one'])
  await register('two', { Address: '127.0.0.1' })
  await register('three', { Check: { TTL: '1h', Status: 'passing' } })
  expect(await answering('one', 'two', 'three')).toEqual(['one', 'three', 'two'])
  await put(agent, '/v1/agent/check/fail/service:three')
  expect(await answering('one', 'two')).toEqual(['one', 'two'])
  await put(agent, '/v1/agent/check/pass/service:three')
  await put(agent, '/v1/agent/service/deregister/one')
  expect(await answering('two', 'three')).toEqual(['three', 'two'])
  await put(agent, '/v1/agent/service/maintenance/two?enable=true')
  await put(agent, '/v1/agent/service/deregister/three')
  expect(await answering()).toEqual(['503'])
})
