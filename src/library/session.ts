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
 * How a session is made. All of it may be left out.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/session#create-session
 */
export interface SessionOptions {
  /** For people to read. Default: none. */
  readonly name?: string
  /** Default: the agent's own. */
  readonly node?: string
  /** Between 10 s and 24 h; Consul ends the session at twice that. Default: none. */
  readonly ttl?: Duration
  /** What happens to the keys that it holds when it ends. Default `release`. */
  readonly behavior?: 'release' | 'delete'
  /** How long keys that it lost cannot be locked. Default 15 s. */
  readonly lockDelay?: Duration
  /** Checks of its node that end it when they are critical. Default `serfHealth`; none at all for an empty list. */
  readonly checks?: readonly string[]
}

/**
 * Sessions and with them locks. Each write is a commit of its own and wakes those who wait over HTTP.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/session
 */
export interface Session {
  /**
   * Makes a session and gives its ID. Throws `MC_ERR_REFUSED` (500), as for a check that is not there or critical.
   *
   * @example consul.session.create({ ttl: '10s', behavior: 'delete' })
   */
  create(options?: SessionOptions): string
  /**
   * Starts its time anew. Throws `MC_ERR_REFUSED` (404) when it is not there.
   *
   * @example consul.session.renew(id)
   */
  renew(id: string): void
  /**
   * Ends a session, as if its time had run out: its locks are released or their keys deleted, and the lock delay begins. What is not
   * there is no error.
   *
   * @example consul.session.destroy(id)
   */
  destroy(id: string): void
  /**
   * A session; undefined when it is not there.
   *
   * @example expect(consul.session.info(id)).toBeUndefined()
   */
  info(id: string): SessionInfo | undefined
  /**
   * All sessions; with `node` those of a node.
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
