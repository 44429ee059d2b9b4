import { sessionSchema } from '../../api/schemas/session.ts'
import type { Agent } from '../../agent/agent.ts'
import { newSession, openSession, SESSION_DEFAULTS } from '../../api/operations/create-session.ts'
import * as sessions from '../../state/session.ts'
import { decodeBodyInto } from '../../api/decode-body.ts'
import { demand } from '../../api/acl/permission.ts'
import { seesSession, visible } from '../../api/acl/visible.ts'
import { readOptions } from '../blocking-parameters.ts'
import { Refusal, refusal } from '../../api/refusals.ts'
import { renderSession } from '../../api/render/rows.ts'
import { listOf, type Reply, jsonBoolean } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, query, route } from '../route.ts'

const READ = { showsConsistency: false, cacheable: true, metaOnError: true } as const

/** https://developer.hashicorp.com/consul/api-docs/session */
export const sessionRoutes = [
  route('/v1/session/create', { PUT: action(createSession) }),
  route('/v1/session/destroy/:id', {
    PUT: action((req, agent) => {
      const id = idOf(req)
      req.checkDatacenter()
      const { authorizer } = req
      const session = agent.store.view.get('sessions', id)
      if (session) demand(authorizer, 'session', 'write', session.Node)
      agent.store.write(tx => sessions.destroySession(tx, id))
      return jsonBoolean(true)
    }),
  }),
  route('/v1/session/renew/:id', {
    PUT: action(
      (req, agent) => {
        readOptions(req)
        req.checkEnterprise()
        const id = idOf(req)
        req.checkDatacenter()
        const session = agent.store.view.get('sessions', id)
        const { authorizer } = req
        if (!session) throw new Refusal(404, `Session id '${id}' not found`)
        demand(authorizer, 'session', 'write', session.Node)
        agent.sessionTtls.renew(session)
        return { json: [renderSession(session)] }
      },
      { ownEnterpriseCheck: true },
    ),
  }),
  route('/v1/session/info/:id', {
    GET: query((req, agent, { minIndex }) => {
      const id = idOf(req)
      return view => {
        const { index, value } = sessions.getSession(view, id)
        if (!value && minIndex > 0) return { index, value: { json: [], indexAtEnd: indexOfLater(agent) } }
        const { rows, filtered } = visible(req.authorizer, value ? [value] : [], seesSession)
        return { index, value: { json: rows.map(renderSession), filtered } }
      }
    }, READ),
  }),
  route('/v1/session/node/:node', {
    GET: query(req => {
      const node = req.param
      if (node === '') throw refusal.missing('node name')
      return view => {
        const { index, value } = sessions.nodeSessions(view, node)
        const { rows, filtered } = visible(req.authorizer, value, seesSession)
        return { index, value: { ...listOf(rows, renderSession), filtered } }
      }
    }, READ),
  }),
  route('/v1/session/list', {
    GET: query(
      req => view => {
        const { index, value } = sessions.listSessions(view)
        const { rows, filtered } = visible(req.authorizer, value, seesSession)
        return { index, value: { ...listOf(rows, renderSession), filtered } }
      },
      READ,
    ),
  }),
]

/** The index of sessions that came and went since: reported in the end to readers that wait for one that does not exist. */
function indexOfLater({ store }: Agent): () => number {
  const since = store.index
  return () => {
    const now = store.view.max('sessions')
    return now > since ? now : 0
  }
}

function idOf(req: Request): string {
  if (req.paramBytes === '') throw refusal.missing('session')
  return req.param
}

function createSession(req: Request, agent: Agent): Reply {
  // a body without a length is not read, nor is the consistency looked at
  const bytes = req.measuredBody
  const given = bytes.length > 0 ? decodeBodyInto(SESSION_DEFAULTS, sessionSchema, bytes) : SESSION_DEFAULTS
  const session = newSession(given, agent)
  req.checkDatacenter()
  const { ID } = openSession(agent, session, req.authorizer)
  return { json: { ID } }
}
