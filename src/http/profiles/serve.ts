import type { Agent } from '../../agent/agent.ts'
import { UnknownToken } from '../../agent/acl/unknown-token.ts'
import { pause } from '../../lib/pause.ts'
import type { Incoming } from '../exchange.ts'
import { hintsOf } from '../hints.ts'
import { discardBody, send } from '../plain-answers.ts'
import { NO_QUERY, parseQueryString, type QueryString } from '../query-string.ts'
import { type Reply, TEXT_TYPE } from '../reply.ts'
import type { Responder } from '../responder.ts'
import { secretOf } from '../secret.ts'

export const PROFILES = '/debug/pprof'
/** Everything below it is served here. */
export const PROFILES_PREFIX = `${PROFILES}/`

const VARY = ['Vary', 'Accept-Encoding']

/** Answers a request for a profile, where `enable_debug` or, with ACLs, the rights of its token allow it. */
export function serveProfile(agent: Agent, raw: Incoming, res: Responder, name: string): void {
  discardBody(raw)
  const [, search = ''] = raw.url.split(/\?(.*)/s)
  const query = parseQueryString(search) ?? NO_QUERY
  const refused = refusal(agent, raw, query)
  if (refused) return send(res, refused, VARY)
  const gone = new AbortController()
  res.onGone(() => gone.abort())
  const wait = (ms: number): Promise<void> => pause(agent.clock, ms, gone.signal)
  import('./profiles.ts')
    .then(({ profile }) => profile({ name, query, wait }))
    .then(
      reply => send(res, reply, VARY),
      (error: unknown) => send(res, { status: 500, bytes: `Could not profile: ${String(error)}\n` }, VARY),
    )
}

const FORBIDDEN: Reply = { status: 403, bytes: '', contentType: TEXT_TYPE }

/** What a request is refused with. Where there are no profiles, the writer for gzip alone names a type. */
function refusal({ acl, settings }: Agent, raw: Incoming, query: QueryString): Reply | undefined {
  if (!acl.enabled) {
    if (settings.enableDebug) return undefined
    return { status: 404, bytes: '', contentType: hintsOf(raw).gzip ? TEXT_TYPE : null }
  }
  try {
    return acl.resolve(secretOf(raw, query)).allows('operator', 'read', '') ? undefined : FORBIDDEN
  } catch (error) {
    if (error instanceof UnknownToken) return FORBIDDEN
    throw error
  }
}
