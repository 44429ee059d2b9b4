import type { Clock, Timer } from '../lib/clock.ts'
import { type Member, MEMBER_STATUS, type MemberStatus } from './member.ts'

/** Milliseconds until members that failed or left are reaped: Consul's defaults. */
const REAPED_AFTER: Partial<Record<MemberStatus, number>> = { failed: 72 * 3_600_000, left: 24 * 3_600_000 }

/** A member that came, went or changed; without `after` it was reaped. */
export interface MemberChange {
  readonly name: string
  readonly before: Member | undefined
  readonly after: Member | undefined
}

/** The members of a datacenter, in the order in which they came. */
export class Members {
  readonly #clock: Clock
  readonly #members = new Map<string, Member>()
  readonly #timers = new Map<string, Timer>()
  readonly #listeners = new Set<(change: MemberChange) => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  list(): readonly Member[] {
    return [...this.#members.values()]
  }

  get(name: string): Member | undefined {
    return this.#members.get(name)
  }

  is(name: string, status: MemberStatus): boolean {
    return this.#members.get(name)?.Status === MEMBER_STATUS[status]
  }

  /** Whether it answers: a member that is leaving still does. */
  takesPart(name: string): boolean {
    return this.is(name, 'alive') || this.is(name, 'leaving')
  }

  /** Takes a member in, or anew. */
  put(member: Member): void {
    const before = this.#members.get(member.Name)
    this.#members.set(member.Name, member)
    this.#scheduleReap(member)
    this.#tell({ name: member.Name, before, after: member })
  }

  /** Sets the status of a member. No change when it has it already. One that was leaving and is gone has left. */
  mark(name: string, status: MemberStatus): void {
    const member = this.#members.get(name)
    const now = status === 'failed' && this.is(name, 'leaving') ? 'left' : status
    if (member && !this.is(name, now)) this.put({ ...member, Status: MEMBER_STATUS[now] })
  }

  /** Removes a member from the list. */
  reap(name: string): void {
    const before = this.#members.get(name)
    if (!before) return
    this.#clearTimer(name)
    this.#members.delete(name)
    this.#tell({ name, before, after: undefined })
  }

  /** Replaces the list by that of another agent; the member `own` stays as it is. */
  replaceAll(members: readonly Member[], own: string): void {
    const named = new Set([own, ...members.map(({ Name }) => Name)])
    for (const name of this.#members.keys()) if (!named.has(name)) this.reap(name)
    for (const member of members) this.put(member)
  }

  /** Told after each change, until the returned function is called. */
  onChange(listener: (change: MemberChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  start(): void {
    for (const member of this.#members.values()) if (!this.#timers.has(member.Name)) this.#scheduleReap(member)
  }

  /** Ends the timers: no member is reaped any more. */
  stop(): void {
    for (const name of [...this.#timers.keys()]) this.#clearTimer(name)
  }

  #scheduleReap({ Name, Status }: Member): void {
    this.#clearTimer(Name)
    const status = (Object.keys(MEMBER_STATUS) as MemberStatus[]).find(name => MEMBER_STATUS[name] === Status)
    const after = status && REAPED_AFTER[status]
    if (after === undefined) return
    this.#timers.set(
      Name,
      this.#clock.setTimeout(() => this.reap(Name), after),
    )
  }

  #clearTimer(name: string): void {
    this.#timers.get(name)?.clear()
    this.#timers.delete(name)
  }

  #tell(change: MemberChange): void {
    for (const listener of [...this.#listeners]) listener(change)
  }
}
