import type { Agent } from '../../agent/agent.ts'
import { UnknownToken } from '../../agent/acl/unknown-token.ts'
import { pause } from '../../lib/pause.ts'
import type { Incoming } from '../exchange.ts'
import { discardBody, send } from '../plain-answers.ts'
import { NO_QUERY, parseQueryString } from '../query-string.ts'
import type { Responder } from '../responder.ts'
import { secretOf } from '../secret.ts'

export const PROFILES = '/debug/pprof'
/** Everything below it is served here. */
export const PROFILES_PREFIX = `${PROFILES}/`

const VARY = ['Vary', 'Accept-Encoding']

/** Answers a request for a profile, where `enable_debug` or, with ACLs, the rights of its token allow it. */
export function serveProfile(agent: Agent, raw: Incoming, res: Responder): void {
  discardBody(raw)
  const [path = '', search = ''] = raw.url.split(/\?(.*)/s)
  const query = parseQueryString(search) ?? NO_QUERY
  const refused = refusal(agent, secretOf(raw, query))
  if (refused !== undefined) return send(res, { status: refused, contentType: null, bytes: '' }, VARY)
  const gone = new AbortController()
  res.onGone(() => gone.abort())
  const wait = (ms: number): Promise<void> => pause(agent.clock, ms, gone.signal)
  const name = path.slice(PROFILES_PREFIX.length)
  import('./profiles.ts')
    .then(({ profile }) => profile({ name, query, wait }))
    .then(
      reply => send(res, reply, VARY),
      (error: unknown) => send(res, { status: 500, bytes: `Could not profile: ${String(error)}\n` }, VARY),
    )
}

/** The status that a request is refused with. */
function refusal({ acl, settings }: Agent, secret: string): number | undefined {
  if (!acl.enabled) return settings.enableDebug ? undefined : 404
  try {
    return acl.resolve(secret).allows('operator', 'read', '') ? undefined : 403
  } catch (error) {
    if (error instanceof UnknownToken) return 403
    throw error
  }
}
