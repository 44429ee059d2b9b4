import { type Decoded, duration, list, string, stringList, struct } from '../../lib/decode.ts'
import { formatDuration, HOUR, parseDuration, SECOND } from '../../lib/duration.ts'
import { isObject } from '../../lib/equal.ts'
import { parseJson } from '../../lib/json.ts'
import type { Agent } from '../../agent/agent.ts'
import { StateError } from '../../state/errors.ts'
import * as sessions from '../../state/session.ts'
import type { NewSession } from '../../state/session.ts'
import { decodeBody } from '../decode-body.ts'
import { HttpError, refusal } from '../errors.ts'
import { renderSession } from '../render.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, query, route } from '../route.ts'

const READ = { showsConsistency: false } as const

/** https://developer.hashicorp.com/consul/api-docs/session */
export const sessionRoutes = [
  route('/v1/session/create', { PUT: action(createSession) }),
  route('/v1/session/destroy/:id', {
    PUT: action((req, agent) => {
      const id = idOf(req)
      req.checkDatacenter()
      agent.store.write(tx => sessions.destroySession(tx, id))
      return { json: true }
    }),
  }),
  route('/v1/session/renew/:id', {
    PUT: action((req, agent) => {
      const id = idOf(req)
      req.checkDatacenter()
      const session = agent.store.view.get('sessions', id)
      if (!session) throw new HttpError(404, `Session id '${id}' not found`)
      agent.sessionTtls.renew(session)
      return { json: [renderSession(session)] }
    }),
  }),
  route('/v1/session/info/:id', {
    GET: query(req => {
      const id = idOf(req)
      return view => {
        const { index, value } = sessions.getSession(view, id)
        return { index, value: { json: value ? [renderSession(value)] : [] } }
      }
    }, READ),
  }),
  route('/v1/session/node/:node', {
    GET: query(req => {
      const node = req.param
      if (node === '') throw refusal.missing('node name')
      return view => {
        const { index, value } = sessions.nodeSessions(view, node)
        return { index, value: { json: value.map(renderSession) } }
      }
    }, READ),
  }),
  route('/v1/session/list', {
    GET: query(
      () => view => {
        const { index, value } = sessions.listSessions(view)
        return { index, value: { json: value.map(renderSession) } }
      },
      READ,
    ),
  }),
]

function idOf(req: Request): string {
  if (req.paramBytes === '') throw refusal.missing('session')
  return req.param
}

/** A lock delay as a number below this is seconds, from it on nanoseconds. */
const SMALL_NUMBER = 1000

const body = struct({
  Name: string(),
  Node: string(),
  LockDelay: duration(n => (n < SMALL_NUMBER ? n * SECOND : n)),
  Behavior: string(),
  TTL: string(),
  Checks: stringList(),
  NodeChecks: stringList(),
  ServiceChecks: list(struct({ ID: string(), Namespace: string() })),
})

const DEFAULT_CHECK = 'serfHealth'

function createSession(req: Request, agent: Agent): Reply {
  // a body without a length is not read, nor is the consistency looked at
  const bytes = req.measuredBody
  const given = bytes.length > 0 ? decodeBody(body, bytes) : {}
  const session = newSession(given, bytes.length > 0 && namesChecks(bytes), agent)
  req.checkDatacenter()
  if (session.Node === '') throw new HttpError(500, 'Must provide Node')
  validate(session, agent)
  try {
    const { ID } = agent.store.write(tx => sessions.createSession(tx, session))
    return { json: { ID } }
  } catch (err) {
    if (err instanceof StateError) throw new StateError(`apply failed: ${err.message}`)
    throw err
  }
}

/** Whether the body has the old member `Checks`, be it null: without names in it, the session hangs on nothing. */
function namesChecks(bytes: Uint8Array): boolean {
  const parsed = parseJson(bytes)
  return isObject(parsed) && Object.keys(parsed).some(name => name.toLowerCase() === 'checks')
}

function newSession(given: Decoded<typeof body>, hasChecks: boolean, agent: Agent): NewSession {
  const Checks = given.Checks ?? []
  const NodeChecks = given.NodeChecks ?? (hasChecks && Checks.length === 0 ? [] : [DEFAULT_CHECK])
  return {
    ID: agent.random.uuid(),
    Name: given.Name ?? '',
    Node: given.Node ?? agent.settings.nodeName,
    LockDelay: given.LockDelay ?? 15 * SECOND,
    Behavior: (given.Behavior || 'release') as NewSession['Behavior'],
    TTL: given.TTL ?? '',
    NodeChecks,
    ServiceChecks: given.ServiceChecks?.map(c => ({ ID: c.ID ?? '', Namespace: c.Namespace ?? '' })) ?? null,
    ...(Checks.length > 0 && { Checks }),
  }
}

const MAX_TTL = 24 * HOUR

function validate({ Behavior, TTL }: NewSession, { settings }: Agent): void {
  if (Behavior !== 'release' && Behavior !== 'delete') {
    throw new HttpError(500, `Invalid Behavior setting '${String(Behavior)}'`)
  }
  if (TTL === '') return
  let ttl: number
  try {
    ttl = parseDuration(TTL)
  } catch (err) {
    throw new HttpError(500, `Session TTL '${TTL}' invalid: ${(err as Error).message}`)
  }
  const least = settings.sessionTtlMin * 1e6
  if (ttl !== 0 && (ttl < least || ttl > MAX_TTL)) {
    const range = `${formatDuration(least)}=${formatDuration(MAX_TTL)}`
    throw new HttpError(500, `Invalid Session TTL '${ttl}', must be between [${range}]`)
  }
}
