import { request } from './http-client.ts'
import type { Json } from './scenario.ts'

/** Where requests go, and the time they live in: the machine's, or one that is moved. */
export interface Connection {
  readonly httpPort: number
  readonly dnsPort: number
  /** The agent's working folder. */
  readonly dir: string
  /** Its other ports, by the name that `${…}` and the recordings use. */
  readonly ports: Readonly<Record<string, string>>
  /** Milliseconds; only differences mean something. */
  now(): number
  /** Lets so much time pass. */
  elapse(ms: number): Promise<void>
  /** What the promise gives, or undefined once so much time passed without it. */
  within<T>(promise: Promise<T>, ms: number): Promise<T | undefined>
}

/** An agent under test, ready, with nothing in it but its own start-up. */
export interface Target extends Connection {
  /** Every index up to this one belongs to the agent's own start-up. */
  readonly startIndex: number
  close(): Promise<void>
}

/** Starts a fresh agent with this configuration on top of the usual one. */
export type StartTarget = (agent: Record<string, Json> | undefined) => Promise<Target>

/** What every agent of the recordings was configured with. */
export const usualConfig = {
  node_name: 'node1',
  node_id: '11111111-2222-3333-4444-555555555555',
  datacenter: 'dc1',
  disable_update_check: true,
  enable_script_checks: true,
  log_level: 'error',
}

/** Whether the agent leads itself and has put itself, with all details, into the catalog. */
export async function isReady(to: Connection): Promise<boolean> {
  const get = (path: string) => request(to, { method: 'GET', path })
  const leader = await get('/v1/status/leader')
  const health = await get('/v1/health/node/node1')
  const node = await get('/v1/catalog/node/node1')
  return (
    leader.status === 200 &&
    leader.body.length > 4 &&
    health.body.includes('serfHealth') &&
    node.body.includes('lan_ipv4') &&
    node.body.includes('consul-network-segment')
  )
}

/** Writes and removes a key to learn the index that the agent's start-up ended with. */
export async function findStartIndex(to: Connection): Promise<number> {
  const path = '/v1/kv/__start'
  await request(to, { method: 'PUT', path, body: '' })
  const { headers } = await request(to, { method: 'GET', path })
  await request(to, { method: 'DELETE', path })
  return Number(headers['x-consul-index'])
}
