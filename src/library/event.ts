import type { Agent } from '../agent/agent.ts'
import type { UserEvent } from '../agent/user-event.ts'
import { fireEvent, validateFilters } from '../api/operations/fire-event.ts'
import { stringToBytes } from '../lib/bytes.ts'
import { eventArguments } from './argument-kinds.ts'
import { withCheckedCalls } from './check.ts'
import { bytesOf, type KvValue } from './kv.ts'
import { translateRefusals, refused } from './refusal.ts'
import type { EventInfo } from './rows.ts'

/** Which nodes an event is for: unanchored regular expressions. Default: all. */
export interface EventFilters {
  /** Names of nodes. */
  readonly node?: string
  /** Names of services on the node. */
  readonly service?: string
  /** Tags of that service; requires `service`. */
  readonly tag?: string
}

/**
 * User events. Firing one wakes blocking queries on events; it is not a commit.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/event
 */
export interface Events {
  /**
   * Fires an event and returns its ID. Throws `MC_ERR_REFUSED`: 400 without a name, 500 for an invalid filter or a payload over 512 bytes.
   *
   * @example consul.event.fire('deploy', '1.2.3')
   */
  fire(name: string, payload?: KvValue, filters?: EventFilters): string
  /**
   * Returns the last 256 events that this agent received, oldest first, or those with a name.
   *
   * @example consul.event.list('deploy').length
   */
  list(name?: string): readonly EventInfo[]
}

/** The events of an agent, without HTTP. */
export function directEvents(agent: Agent): Events {
  return withCheckedCalls('event', eventArguments, {
    fire(name, payload = '', { node = '', service = '', tag = '' } = {}) {
      if (name === '') throw refused('fire an event', 400, 'Missing name')
      return translateRefusals(`fire event ${name}`, () => {
        const event = {
          Name: name,
          NodeFilter: node,
          ServiceFilter: service,
          TagFilter: tag,
          Payload: bytesOf(payload),
        }
        validateFilters(event)
        return fireEvent(agent, event).ID
      })
    },
    list: name => agent.events.list(name).map(infoOf),
  })
}

const infoOf = ({ Version: _version, Payload, ...event }: UserEvent): EventInfo => ({
  ...event,
  Payload: new Uint8Array(stringToBytes(Payload)),
})
