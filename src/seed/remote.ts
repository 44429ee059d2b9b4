import { ConsulError } from '../model/errors.ts'
import { parseJson, toJson } from '../go/json.ts'
import { checkBodyOf, serviceBodyOf } from '../library/definitions.ts'
import { durationText } from '../library/duration.ts'
import { nameOfToken, planSeed } from './plan.ts'
import type { Seed, SeedAcl, SeedSession } from './seed.ts'

/** The answer of an agent. */
export interface RemoteResponse {
  readonly status: number
  readonly body: Uint8Array
}

/** Sends one request to an agent; `path` begins with `/v1/` and is escaped. Rejects when there is no answer. */
export type RemoteRequest = (method: string, path: string, body?: Uint8Array) => Promise<RemoteResponse>

/** A request that takes back what another one did. */
export type Undo = readonly [method: string, path: string, body?: object]

/**
 * Does over HTTP what a seed describes, with any agent. Resolves to what takes it back, to be done in that order. Rejects with
 * `MC_ERR_REFUSED` and the agent's own text; `done` then holds what was done until then.
 */
export async function applyRemote(send: RemoteRequest, seed: Seed, done: Undo[] = []): Promise<readonly Undo[]> {
  const { services, checks, registrations, kv, sessions, queries, config, acl } = planSeed(seed)
  await createAcl(send, acl, done)
  for (const service of services) {
    await put(send, `seed service ${service.name}`, '/v1/agent/service/register', serviceBodyOf(service))
    done.unshift(['PUT', `/v1/agent/service/deregister/${escape(service.id ?? service.name)}`])
  }
  for (const check of checks) {
    await put(send, `seed check ${check.name}`, '/v1/agent/check/register', checkBodyOf(check, 'node'))
    done.unshift(['PUT', `/v1/agent/check/deregister/${escape(check.id ?? check.name)}`])
  }
  for (const entry of registrations) {
    await put(send, `seed node ${entry.Node}`, '/v1/catalog/register', entry)
    if (entry.SkipNodeUpdate !== true) done.unshift(['PUT', '/v1/catalog/deregister', { Node: entry.Node }])
  }
  for (const { key, value, flags } of kv) {
    const query = flags === 0 ? '' : `?flags=${flags}`
    await request(send, `seed key ${key}`, 'PUT', `/v1/kv/${escapeKey(key)}${query}`, value)
    done.unshift(['DELETE', `/v1/kv/${escapeKey(key)}`])
  }
  for (const session of sessions) await openRemote(send, session, done)
  for (const entry of config) {
    await put(send, `seed config entry ${entry.Kind} ${entry.Name ?? ''}`.trimEnd(), '/v1/config', entry)
    done.unshift(['DELETE', `/v1/config/${escape(entry.Kind)}/${escape(entry.Name ?? entry.Kind)}`])
  }
  for (const query of queries) {
    const answer = await request(send, `seed query ${query.Name ?? ''}`, 'POST', '/v1/query', bytesOf(query))
    done.unshift(['DELETE', `/v1/query/${createdId(answer)}`])
  }
  return done
}

/** Takes back what was done; what is gone already is no failure. Rejects when an agent does not answer. */
export async function undoRemote(send: RemoteRequest, undo: readonly Undo[]): Promise<void> {
  for (const [method, path, body] of undo) await send(method, path, body && bytesOf(body))
}

async function createAcl(
  send: RemoteRequest,
  { policies = [], roles = [], tokens = [] }: SeedAcl,
  done: Undo[],
): Promise<void> {
  const create = async (kind: string, name: string, given: object, id = 'ID'): Promise<void> => {
    const made = await put(send, `seed ACL ${kind} ${name}`.trimEnd(), `/v1/acl/${kind}`, given)
    done.unshift(['DELETE', `/v1/acl/${kind}/${createdId(made, id)}`])
  }
  for (const given of policies) await create('policy', given.Name, given)
  for (const given of roles) await create('role', given.Name, given)
  for (const given of tokens) await create('token', nameOfToken(given), given, 'AccessorID')
}

async function openRemote(send: RemoteRequest, session: SeedSession, done: Undo[]): Promise<void> {
  const { name = '', node, ttl, behavior, lockDelay, checks, holds = [] } = session
  const id = createdId(
    await put(send, `seed session ${name}`, '/v1/session/create', {
      Name: name,
      ...(node !== undefined && { Node: node }),
      ...(ttl !== undefined && { TTL: durationText(ttl) }),
      ...(behavior && { Behavior: behavior }),
      ...(lockDelay !== undefined && { LockDelay: durationText(lockDelay) }),
      ...(checks && { NodeChecks: checks }),
    }),
  )
  done.unshift(['PUT', `/v1/session/destroy/${id}`])
  for (const key of holds) {
    const path = `/v1/kv/${escapeKey(key)}`
    const known = await send('GET', path)
    const [old] = known.status === 200 ? (readRows(known.body) as readonly KvRow[]) : []
    const value = Buffer.from(old?.Value ?? '', 'base64')
    const flags = old?.Flags ?? 0
    const taken = await request(send, `lock key ${key}`, 'PUT', `${path}?acquire=${id}&flags=${flags}`, value)
    if (Buffer.from(taken).toString() !== 'true') {
      throw new ConsulError('MC_ERR_SEED', `Failed to lock key ${key}: another session has it, or lost it just now.`)
    }
    // released in order, it can be locked again without delay
    done.unshift(['PUT', `${path}?release=${id}`])
    if (!old) done.push(['DELETE', path])
  }
}

/** A key as the API shows it. */
export interface KvRow {
  readonly Key: string
  readonly Value: string | null
  readonly Flags: number | bigint
  readonly Session?: string
}

const put = (send: RemoteRequest, what: string, path: string, body: object): Promise<Uint8Array> =>
  request(send, what, 'PUT', path, bytesOf(body))

/** Sends one request and takes its answer, or throws what the agent says of it. */
export async function request(
  send: RemoteRequest,
  what: string,
  method: string,
  path: string,
  body?: Uint8Array,
): Promise<Uint8Array> {
  const answer = await send(method, path, body)
  if (answer.status < 300) return answer.body
  const reason = Buffer.from(answer.body).toString('utf8')
  throw new ConsulError('MC_ERR_REFUSED', `Failed to ${what}: ${reason}`, { statusCode: answer.status, reason })
}

const bytesOf = (body: object): Uint8Array => Buffer.from(toJson(body))
/** For one part of a path. */
export const escape = (text: string): string => encodeURIComponent(text)
export const escapeKey = (key: string): string => key.split('/').map(escape).join('/')
const readRows = (body: Uint8Array): unknown => parseJson(body)

function createdId(body: Uint8Array, field = 'ID'): string {
  return String((parseJson(body) as Readonly<Record<string, unknown>>)[field] ?? '')
}
