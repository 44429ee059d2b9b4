import { Agent } from 'node:http'
import { startBinary } from '../conformance/binary-target.ts'
import { request } from '../conformance/http-client.ts'
import { jsonOf } from '../conformance/json.ts'
import type { Reply } from '../conformance/reply.ts'
import type { Target } from '../conformance/target.ts'
import type { Setting } from './commands/setting.ts'
import { scenarioOf, USUAL } from './sequence.ts'

/** The real agent and the one that is compared with it, both fresh. */
export interface Pair {
  readonly real: Target
  readonly ours: Target
  close(): Promise<void>
}

export interface Binaries {
  readonly real: string
  readonly ours: string
  /** How both are configured. Default: as usual. */
  readonly setting?: Setting
}

/** A machine that is busy with something else may let an agent miss its time to become ready: it is started once more. */
async function start(bin: string, binaries: Binaries, tries = 5): Promise<Target> {
  try {
    const target = await startBinary(bin, { ...scenarioOf([], binaries.setting), steps: [] })
    await Promise.all([untilHealthy(target, binaries.setting), target.elapse(FIRST_COMPARISON_MS)])
    const connections = new Agent({ keepAlive: true })
    const close = async (): Promise<void> => {
      connections.destroy()
      await target.close()
    }
    return { ...target, connections, close }
  } catch (error) {
    if (tries <= 1) throw error
    return start(bin, binaries, tries - 1)
  }
}

/** How long the real agent may wait before it first tells the catalog of a service that changed by itself. */
const FIRST_COMPARISON_MS = 3000

/** Whether the servers are well is known at the first look of autopilot, up to two seconds after the election. */
async function untilHealthy(target: Target, { scenario: { token } } = USUAL): Promise<void> {
  const headers = token === undefined ? {} : { 'X-Consul-Token': token }
  const isHealthy = async (): Promise<boolean> =>
    (await request(target, { path: '/v1/operator/autopilot/health', headers })).status === 200
  for (let tries = 0; tries < 600 && !(await isHealthy()); tries++) await target.elapse(100)
}

export async function startPair(binaries: Binaries): Promise<Pair> {
  const started = await Promise.allSettled([start(binaries.real, binaries), start(binaries.ours, binaries)])
  const [real, ours] = started.map(result => (result.status === 'fulfilled' ? result.value : undefined))
  const close = async (): Promise<void> => {
    await Promise.all([real?.close(), ours?.close()])
  }
  if (real && ours) return { real, ours, close }
  await close()
  throw started.map(result => (result.status === 'rejected' ? (result.reason as unknown) : undefined)).find(Boolean)
}

/** Removes what has an ID of its own: in the lists of a later sequence it would stand in an order that is chance. */
async function removeIdentified(target: Target, { scenario: { token } }: Setting): Promise<void> {
  const headers = token === undefined ? {} : { 'X-Consul-Token': token }
  const ask = (method: string, path: string): Promise<Reply> => request(target, { method, path, headers })
  const idsAt = async (path: string): Promise<string[]> =>
    ((jsonOf(await ask('GET', path)) ?? []) as Identified[]).flatMap(({ ID, AccessorID, SecretID }) =>
      token !== undefined && SecretID === token ? [] : (ID ?? AccessorID ?? []),
    )
  for (const id of await idsAt('/v1/query')) await ask('DELETE', `/v1/query/${id}`)
  await ask('DELETE', '/v1/kv/?recurse')
  for (const id of await idsAt('/v1/session/list')) await ask('PUT', `/v1/session/destroy/${id}`)
  if (token === undefined) return
  for (const [list, one] of ACL_OBJECTS) {
    for (const id of await idsAt(`/v1/acl/${list}`)) await ask('DELETE', `/v1/acl/${one}/${id}`)
  }
}

interface Identified {
  readonly ID?: string
  readonly AccessorID?: string
  readonly SecretID?: string
}

/** What is built in refuses to be deleted. */
const ACL_OBJECTS = [
  ['binding-rules', 'binding-rule'],
  ['tokens', 'token'],
  ['roles', 'role'],
  ['policies', 'policy'],
] as const

/** Prepares a pair for one more sequence. */
export async function reset({ real, ours }: Pair, setting = USUAL): Promise<void> {
  await Promise.all([real, ours].map(target => removeIdentified(target, setting)))
}

/** Pairs of agents, of which the next one starts while the present one is used. */
export class Pairs {
  readonly #binaries: Binaries
  #next: Promise<Pair> | undefined

  constructor(binaries: Binaries) {
    this.#binaries = binaries
  }

  async take(): Promise<Pair> {
    const pair = await (this.#next ?? startPair(this.#binaries))
    this.#next = startPair(this.#binaries)
    this.#next.catch(() => {}) // the error reaches the one that takes it
    return pair
  }

  async close(): Promise<void> {
    const pair = await this.#next?.catch(() => undefined)
    await pair?.close()
  }
}
