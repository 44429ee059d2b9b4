import type { Clock } from '../lib/clock.ts'
import { isServer, type Member, MEMBER_STATUS } from './member.ts'
import type { Members } from './members.ts'

/** Raft's term since the one election that a new cluster has. */
const FIRST_TERM = 2

/** Who leads the servers of a datacenter: one of those that are alive, as long as most of them are. */
export class Leadership {
  readonly #members: Members
  readonly #clock: Clock
  readonly #listeners = new Set<() => void>()
  #leader: string | undefined
  #term = FIRST_TERM - 1
  #lostAt = 0
  /** Members that were taken out of the servers, and stay members. */
  readonly #removed = new Set<string>()
  /** No server is elected until `elect`. */
  #suspended = false
  /** Servers that must be there for the first election. */
  #expected: number

  /** `expected`: Infinity for a server that waits for others to take it in. */
  constructor(members: Members, clock: Clock, expected = 1) {
    this.#members = members
    this.#clock = clock
    this.#expected = expected
    members.onChange(({ name, before, after }) => {
      // a member that comes back is a server again
      if (after && isAlive(after) && !(before && isAlive(before))) this.#removed.delete(name)
      this.#settle()
    })
  }

  get hasLeader(): boolean {
    return this.#leader !== undefined
  }

  /** Whether there ever was a leader. */
  get hadLeader(): boolean {
    return this.#term >= FIRST_TERM
  }

  /** Whether its servers find a leader by themselves, rather than wait to be taken in by others. */
  get isCluster(): boolean {
    return this.hadLeader || Number.isFinite(this.#expected)
  }

  get leader(): Member | undefined {
    return this.#leader === undefined ? undefined : this.#members.get(this.#leader)
  }

  get term(): number {
    return this.#term
  }

  /** Rises with every change of leader, also to none. */
  get changes(): number {
    return 2 * this.#term + Number(!this.hasLeader)
  }

  /** Milliseconds since there was a leader; 0 while there is one. */
  get lastContact(): number {
    return this.#leader === undefined ? this.#clock.now() - this.#lostAt : 0
  }

  /** The servers, those that failed among them. */
  servers(): readonly Member[] {
    return this.#members
      .list()
      .filter(
        member =>
          !this.#removed.has(member.Name) &&
          isServer(member) &&
          [MEMBER_STATUS.alive, MEMBER_STATUS.failed].some(s => s === member.Status),
      )
  }

  /** How many servers may fail before there is no leader any more. */
  get tolerance(): number {
    const servers = this.servers()
    return Math.max(servers.filter(isAlive).length - quorum(servers.length), 0)
  }

  /** Takes a server out, which stays a member: it counts and leads no more until it comes anew. */
  removePeer(name: string): void {
    this.#removed.add(name)
    this.#settle()
  }

  /** There was a cluster before: its servers elect a leader as soon as most of them are there. */
  resume(): void {
    this.#expected = 1
    this.#settle()
  }

  /** Takes the leader away; none is elected until `elect`. */
  lose(): void {
    this.#suspended = true
    this.#settle()
  }

  /** Elects a server: the one named, or any that is alive. False when it, or most of the servers, are not. */
  elect(name?: string): boolean {
    const servers = this.servers()
    if (name !== undefined && !servers.some(server => server.Name === name && isAlive(server))) return false
    this.#suspended = false
    this.#settle(name)
    return this.#leader !== undefined
  }

  /** Called on every change of leader, also to none, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #settle(wanted?: string): void {
    const servers = this.servers()
    const alive = servers.filter(isAlive)
    const enough = this.hadLeader || alive.length >= this.#expected
    const possible = !this.#suspended && enough && alive.length > 0 && alive.length >= quorum(servers.length)
    const preferred = wanted ?? this.#leader
    const next = possible ? (alive.find(({ Name }) => Name === preferred) ?? alive[0])?.Name : undefined
    if (next === this.#leader) return
    if (next === undefined) this.#lostAt = this.#clock.now()
    else this.#term++
    this.#leader = next
    for (const listener of [...this.#listeners]) listener()
  }
}

const isAlive = (member: Member): boolean => member.Status === MEMBER_STATUS.alive
const quorum = (servers: number): number => Math.floor(servers / 2) + 1
