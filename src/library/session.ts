import type { Agent } from '../agent/agent.ts'
import { newSession, openSession, SESSION_DEFAULTS } from '../api/operations/create-session.ts'
import { renderSession } from '../api/render/rows.ts'
import type { NewSession } from '../state/session.ts'
import * as state from '../state/session.ts'
import { sessionArguments } from './argument-kinds.ts'
import { withCheckedCalls } from './check.ts'
import { copy } from './catalog.ts'
import { type Duration, durationText, milliseconds } from './duration.ts'
import { translateRefusals, refused } from './refusal.ts'
import type { SessionInfo } from './rows.ts'

/**
 * Options of a session; all are optional.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/session#create-session
 */
export interface SessionOptions {
  /** A human-readable name. Default: none. */
  readonly name?: string
  /** The node that it belongs to. Default: the agent's own. */
  readonly node?: string
  /** Between 10 s and 24 h; as in Consul, the session expires after twice that time. Default: none. */
  readonly ttl?: Duration
  /** What happens to its locked keys when it is invalidated. Default `release`. */
  readonly behavior?: 'release' | 'delete'
  /** How long its keys cannot be locked again after it is invalidated. Default 15 s. */
  readonly lockDelay?: Duration
  /** Checks of its node that invalidate it when critical. Default `serfHealth`; an empty list means none. */
  readonly checks?: readonly string[]
}

/**
 * Sessions, which hold locks. Each write is one commit and wakes blocking queries.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/session
 */
export interface Session {
  /**
   * Creates a session and returns its ID. Throws `MC_ERR_REFUSED` (500), for instance if a check does not exist or is critical.
   *
   * @example consul.session.create({ ttl: '10s', behavior: 'delete' })
   */
  create(options?: SessionOptions): string
  /**
   * Renews the TTL of a session. Throws `MC_ERR_REFUSED` (404) if it does not exist.
   *
   * @example consul.session.renew(id)
   */
  renew(id: string): void
  /**
   * Destroys a session, as if it had expired: its locks are released or their keys deleted, and the lock delay begins. Destroying a session
   * that does not exist is not an error.
   *
   * @example consul.session.destroy(id)
   */
  destroy(id: string): void
  /**
   * Returns a session, or undefined if it does not exist.
   *
   * @example expect(consul.session.info(id)).toBeUndefined()
   */
  info(id: string): SessionInfo | undefined
  /**
   * Returns all sessions, or those of one node.
   *
   * @example consul.session.list().map(session => session.Name)
   */
  list(options?: { readonly node?: string }): readonly SessionInfo[]
}

/** The sessions of an agent, without HTTP. */
export function directSession(agent: Agent): Session {
  const { store } = agent
  return withCheckedCalls('session', sessionArguments, {
    create: (options = {}) =>
      translateRefusals('create a session', () => openSession(agent, sessionOf(options, agent)).ID),
    renew(id) {
      const session = store.view.get('sessions', id)
      if (!session) throw refused(`renew session ${id}`, 404, `Session id '${id}' not found`)
      agent.sessionTtls.renew(session)
    },
    destroy: id => store.write(tx => state.destroySession(tx, id)),
    info(id) {
      const { value } = state.getSession(store.view, id)
      return value && copy(renderSession(value))
    },
    list({ node } = {}) {
      const { value } = node === undefined ? state.listSessions(store.view) : state.nodeSessions(store.view, node)
      return copy(value.map(renderSession))
    },
  })
}

/** The session that options describe, in the state's terms. */
export function sessionOf(options: SessionOptions, agent: Agent): NewSession {
  const { name, node, ttl, behavior, lockDelay, checks } = options
  return newSession(
    {
      ...SESSION_DEFAULTS,
      Name: name,
      Node: node,
      TTL: ttl === undefined ? undefined : durationText(ttl),
      Behavior: behavior,
      LockDelay: lockDelay === undefined ? undefined : milliseconds(lockDelay, 'create a session') * 1e6,
      ...(checks && { NodeChecks: checks }),
    },
    agent,
  )
}
