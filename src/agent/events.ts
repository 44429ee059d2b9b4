import { LRUCache } from 'lru-cache'
import { lazyMax } from '../lib/lazy-max.ts'
import { compileRegexp } from '../go/regexp/regexp.ts'
import type { Source } from './blocking.ts'
import type { EventBus } from './event-bus.ts'
import type { UserEvent } from './user-event.ts'

/** What an event's filters are held against. */
export interface EventTarget {
  readonly node: string
  services(): Iterable<{ readonly id: string; readonly tags: readonly string[] }>
}

const REMEMBERED = 256

/** The name of the events that ask for something to be run: `consul exec`. */
const REMOTE_EXEC = '_rexec'

/** The last 256 events that concern this agent. */
export class Events {
  readonly #ring = new LRUCache<number, UserEvent>(lazyMax(REMEMBERED))
  readonly #listeners = new Set<() => void>()
  readonly #bus: EventBus
  readonly #onRemoteExec: ((event: UserEvent) => void) | undefined
  /** Ends the subscription: this agent receives no more events. */
  readonly stop: () => void

  /** `onRemoteExec` takes the events that ask for something to be run; they are not listed. */
  constructor(bus: EventBus, target: () => EventTarget, onRemoteExec?: (event: UserEvent) => void) {
    this.#bus = bus
    this.#onRemoteExec = onRemoteExec
    this.stop = bus.onEvent(event => this.#receive(event, target()))
  }

  /** Sends an event to all agents of the datacenter; each keeps it if its filters fit. */
  fire(event: Omit<UserEvent, 'LTime' | 'Version'>): UserEvent {
    return { ...this.#bus.fire(event), LTime: 0 }
  }

  #receive(event: UserEvent, target: EventTarget): void {
    if (!concerns(event, target)) return
    if (event.Name === REMOTE_EXEC) {
      this.#onRemoteExec?.(event)
      return
    }
    this.#ring.set(event.LTime, event)
    for (const listener of [...this.#listeners]) listener()
  }

  /** Oldest first; only those of that name when one is given. */
  list(name = ''): readonly UserEvent[] {
    const events = [...this.#ring.values()].reverse()
    return name === '' ? events : events.filter(event => event.Name === name)
  }

  /** A list of events that tells when another one comes. */
  source(name: string): Source<readonly UserEvent[]> {
    return {
      read: () => this.list(name),
      subscribe: wake => {
        const listener = (): void => wake(false)
        this.#listeners.add(listener)
        return () => this.#listeners.delete(listener)
      },
    }
  }

  clear(): void {
    if (this.#ring.size === 0) return
    this.#ring.clear()
    for (const listener of [...this.#listeners]) listener()
  }
}

/**
 * Filters are unanchored regular expressions, and each agent applies them for itself. That of services is held against their
 * IDs, as a real agent does.
 */
function concerns(event: UserEvent, target: EventTarget): boolean {
  if (event.NodeFilter !== '' && !matches(event.NodeFilter, target.node)) return false
  if (event.ServiceFilter === '') return true
  for (const { id, tags } of target.services()) {
    if (!matches(event.ServiceFilter, id)) continue
    if (event.TagFilter === '' || tags.some(tag => matches(event.TagFilter, tag))) return true
  }
  return false
}

/** Patterns were checked when the event was fired; one that came another way and is none matches nothing. */
function matches(pattern: string, text: string): boolean {
  return compileRegexp(pattern).regexp?.test(text) ?? false
}

/** The index of a list of events is made from the last one's ID: its halves XORed, a full unsigned 64-bit number. */
export function eventIndex(events: readonly UserEvent[]): bigint {
  const last = events.at(-1)
  if (!last) return 1n
  const hex = last.ID.replaceAll('-', '')
  return BigInt(`0x${hex.slice(0, 16)}`) ^ BigInt(`0x${hex.slice(16)}`)
}
