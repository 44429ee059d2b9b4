import { formatDuration, HOUR, parseDuration, SECOND } from '../../go/duration.ts'
import { refuse, StateError } from '../../state/errors.ts'
import { createSession, type NewSession } from '../../state/session.ts'
import type { Session } from '../../model/rows.ts'
import { allowAll, type Authorizer } from '../../state/acl/authorizer.ts'
import { demand } from '../acl/permission.ts'
import type { Agent } from '../../agent/agent.ts'

/** A session as it is asked for. */
export interface SessionRequest {
  readonly Name?: string | undefined
  readonly Node?: string | undefined
  /** Nanoseconds. */
  readonly LockDelay?: number | undefined
  readonly Behavior?: string | undefined
  readonly TTL?: string | undefined
  /** The old name of `NodeChecks`. */
  readonly Checks?: readonly string[] | undefined
  readonly NodeChecks?: readonly string[] | undefined
  readonly ServiceChecks?:
    readonly { readonly ID?: string | undefined; readonly Namespace?: string | undefined }[] | undefined
}

const DEFAULT_CHECK = 'serfHealth'

/** What a body is read into: a list in it replaces these name by name. */
export const SESSION_DEFAULTS = { NodeChecks: [DEFAULT_CHECK], Checks: [DEFAULT_CHECK] }

/** A session with its gaps filled. */
export function newSession(given: SessionRequest, { random, settings }: Agent): NewSession {
  return {
    ID: random.uuid(),
    Name: given.Name ?? '',
    Node: given.Node ?? settings.nodeName,
    LockDelay: given.LockDelay ?? 15 * SECOND,
    Behavior: (given.Behavior || 'release') as NewSession['Behavior'],
    TTL: given.TTL ?? '',
    ...checksOf(given),
    ServiceChecks: given.ServiceChecks?.map(c => ({ ID: c.ID ?? '', Namespace: c.Namespace ?? '' })) ?? null,
  }
}

/** Of the two ways to name checks of the node, the new one and the old one, one that names none empties the other. */
function checksOf({ NodeChecks, Checks = [] }: SessionRequest): Pick<NewSession, 'NodeChecks' | 'Checks'> {
  if (Checks.length === 0) return { NodeChecks: [] }
  const isDefault = Checks.length === 1 && Checks[0] === DEFAULT_CHECK
  const keeps = NodeChecks && NodeChecks.length > 0 && !isDefault
  return { NodeChecks: NodeChecks ?? null, ...(keeps && { Checks }) }
}

/** Opens a session, or refuses it in Consul's words. */
export function openSession(agent: Agent, session: NewSession, authorizer: Authorizer = allowAll): Session {
  if (session.Node === '') throw refuse.missingSessionNode()
  demand(authorizer, 'session', 'write', session.Node)
  validateSession(session, agent)
  try {
    return agent.store.write(tx => createSession(tx, session))
  } catch (err) {
    if (err instanceof StateError) throw new StateError(`apply failed: ${err.message}`)
    throw err
  }
}

const MAX_TTL = 24 * HOUR

/** What a session is refused for before the state is looked at. */
export function validateSession({ Node, Behavior, TTL }: NewSession, { settings }: Agent): void {
  if (Node === '') throw refuse.missingSessionNode()
  if (Behavior !== 'release' && Behavior !== 'delete') throw refuse.badBehavior(String(Behavior))
  if (TTL === '') return
  let ttl: number
  try {
    ttl = parseDuration(TTL)
  } catch (err) {
    throw refuse.badSessionTtl(TTL, (err as Error).message)
  }
  const minTtl = settings.sessionTtlMin * 1e6
  if (ttl !== 0 && (ttl < minTtl || ttl > MAX_TTL)) {
    throw refuse.sessionTtlRange(ttl, `${formatDuration(minTtl)}=${formatDuration(MAX_TTL)}`)
  }
}
