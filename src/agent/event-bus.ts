import type { UserEvent } from './user-event.ts'

/** Carries user events to all agents of a datacenter, each of which looks for itself whether one concerns it. */
export class EventBus {
  readonly #listeners = new Set<(event: UserEvent) => void>()
  #time = 1

  /** Gives an event its Lamport time and delivers it. */
  fire(event: Omit<UserEvent, 'LTime' | 'Version'>): UserEvent {
    const delivered: UserEvent = { ...event, Version: 1, LTime: ++this.#time }
    this.deliver(delivered)
    return delivered
  }

  /** Delivers an event that has its Lamport time already. */
  deliver(event: UserEvent): void {
    this.#time = Math.max(this.#time, event.LTime)
    for (const listener of [...this.#listeners]) listener(event)
  }

  onEvent(listener: (event: UserEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
