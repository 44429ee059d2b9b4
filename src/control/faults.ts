import type { Source } from '../agent/blocking.ts'
import { ConsulError } from '../model/errors.ts'
import { kind, members, whole } from '../lib/kinds.ts'
import { type Random, seededRandom } from '../lib/random.ts'
import { check } from '../library/check.ts'
import { Changes } from './changes.ts'
import {
  type CheckedDnsFault,
  type CheckedFault,
  checkDnsFault,
  checkFault,
  concerns,
  type DnsFault,
  type Fault,
} from './fault.ts'
import { checkMatch, type DnsMatch, fitsQuery, fitsRequest, patternText, type RequestMatch } from './match.ts'
import type { RecordedQuery } from './recorded-query.ts'
import type { RecordedRequest } from './recorded-request.ts'

/** How often a fault applies. */
export interface FaultOptions {
  /** The number of times. Default: unlimited. */
  readonly times?: number
  /** The probability for each match, from 0 to 1, drawn from the emulator's seeded random. Default 1. */
  readonly probability?: number
}

/** A fault in effect; disposing it (`using`) removes it. */
export interface FaultHandle extends Disposable {
  /** Unique among the faults; the journal refers to it. */
  readonly id: string
  /** How often it was applied. */
  readonly used: number
  /**
   * Removes the fault; requests that it holds back continue. Idempotent.
   *
   * @example outage.remove()
   */
  remove(): void
}

interface Common {
  readonly id: string
  readonly times: number | undefined
  readonly probability: number
  used: number
}

export interface HttpEntry extends Common {
  readonly kind: 'http'
  readonly match: RequestMatch
  readonly fault: CheckedFault
}

export interface DnsEntry extends Common {
  readonly kind: 'dns'
  readonly match: DnsMatch
  readonly fault: CheckedDnsFault
}

export type FaultEntry = HttpEntry | DnsEntry

const optionsKind = members(
  'an object such as { times: 1 }',
  {
    times: whole('a number from 1 on', 1),
    probability: kind('from 0 to 1', value => typeof value === 'number' && value >= 0 && value <= 1),
  },
  { noun: 'option' },
)

/** Limit of faults at a time, including used ones that were not removed. */
const MAX = 10_000

/** The faults in effect. Of several that match, the newest applies; those limited by `times` apply in the order in which they were given. */
export class Faults {
  /** Newest first. */
  #entries: FaultEntry[] = []
  /** Those that can still happen. */
  #http: HttpEntry[] = []
  #dns: DnsEntry[] = []
  #count = 0
  readonly #changes = new Changes()
  readonly #seed: Random
  #chance: Random | undefined
  readonly #listeners = new Set<(id: string) => void>()

  constructor(random: Random) {
    this.#seed = random
  }

  /** Rises whenever one comes, goes or happens. */
  get index(): number {
    return this.#changes.index
  }

  /** What `list` gives, for long-polling by `index`. */
  source(): Source<readonly FaultEntry[]> {
    return this.#changes.source(() => this.#entries)
  }

  /** How many can still happen. */
  get active(): number {
    return this.#http.length + this.#dns.length
  }

  /** Whether any HTTP request could meet one. */
  get anyHttp(): boolean {
    return this.#http.length > 0
  }

  /** Whether any DNS question could. */
  get anyDns(): boolean {
    return this.#dns.length > 0
  }

  /** Makes matching HTTP requests fail. */
  use(match: RequestMatch, fault: Fault, options: FaultOptions = {}): FaultHandle {
    checkMatch(match, 'http')
    return this.#add({ kind: 'http', match, fault: checkFault(fault), ...this.#common(options) })
  }

  /** Makes matching DNS questions fail. `truncate` applies to UDP only, so that the client can continue over TCP. */
  dns(match: DnsMatch, fault: DnsFault, options: FaultOptions = {}): FaultHandle {
    checkMatch(match, 'dns')
    return this.#add({ kind: 'dns', match, fault: checkDnsFault(fault), ...this.#common(options) })
  }

  /** All that were not removed, newest first. */
  list(): readonly FaultEntry[] {
    return this.#entries
  }

  /** False when there is none with that ID. */
  remove(id: string): boolean {
    if (!this.#entries.some(entry => entry.id === id)) return false
    this.#keep(entry => entry.id !== id)
    this.#tell(id)
    return true
  }

  /** Removes all. */
  reset(): void {
    const ids = this.#entries.map(({ id }) => id)
    this.#keep(() => false)
    for (const id of ids) this.#tell(id)
  }

  /** Throws, and lists them, when faults never happened, or not as often as they should have. */
  assertUsed(): void {
    const left = this.#entries.filter(({ used, times = 1 }) => used < times)
    if (left.length === 0) return
    const lines = left.map(({ id, used, times, ...what }) => {
      return `  ${id}: ${describe(what)}, used ${used} ${times === undefined ? 'times' : `of ${times} times`}`
    })
    const message = ['Failed to find all faults used:', ...lines].join('\n')
    throw new ConsulError('MC_ERR_FAULTS_UNUSED', message)
  }

  /** The fault that this request meets, counted as used. */
  takeHttp(request: RecordedRequest): HttpEntry | undefined {
    const entry = this.#choose(
      this.#http,
      ({ match, fault }) => fitsRequest(match, request) && concerns(fault, request),
    )
    if (entry && this.#use(entry)) this.#http = this.#http.filter(isLeft)
    return entry
  }

  /** The fault that this question meets, counted as used. */
  takeDns(query: RecordedQuery): DnsEntry | undefined {
    const entry = this.#choose(
      this.#dns,
      ({ match, fault }) => (fault.kind !== 'truncate' || query.transport === 'udp') && fitsQuery(match, query),
    )
    if (entry && this.#use(entry)) this.#dns = this.#dns.filter(isLeft)
    return entry
  }

  /** The newest that fits. Of several that are limited by `times` the oldest comes first, so that they happen in the order given. */
  #choose<E extends FaultEntry>(newestFirst: readonly E[], fits: (entry: E) => boolean): E | undefined {
    let chosen: E | undefined
    for (const entry of newestFirst) {
      if (!fits(entry)) continue
      if (chosen && entry.times === undefined) break
      if (!this.#happens(entry.probability)) continue
      chosen = entry
      if (entry.times === undefined) break
    }
    return chosen
  }

  /** Told of each fault that is removed. */
  onRemoved(listener: (id: string) => void): void {
    this.#listeners.add(listener)
  }

  #common(options: FaultOptions): Common {
    check(optionsKind, options, { what: 'make a fault', code: 'MC_ERR_FAULT' })
    const { times, probability = 1 } = options
    if (this.#entries.length >= MAX) {
      throw new ConsulError('MC_ERR_FAULT', `Failed to make a fault: there are ${MAX} already, remove some first.`)
    }
    return { id: String(++this.#count), times, probability, used: 0 }
  }

  #add(entry: FaultEntry): FaultHandle {
    this.#entries.unshift(entry)
    if (entry.kind === 'http') this.#http.unshift(entry)
    else this.#dns.unshift(entry)
    this.#changes.add()
    const remove = (): void => void this.remove(entry.id)
    return {
      id: entry.id,
      get used() {
        return entry.used
      },
      remove,
      [Symbol.dispose]: remove,
    }
  }

  /** Counts it; whether that was the last time. */
  #use(entry: FaultEntry): boolean {
    entry.used++
    this.#changes.add()
    return !isLeft(entry)
  }

  #happens(probability: number): boolean {
    if (probability === 1) return true
    // a chance of its own: ids and shuffles stay what the seed makes them
    this.#chance ??= seededRandom(this.#seed.int(2 ** 32))
    return this.#chance.next() < probability
  }

  #keep(wanted: (entry: FaultEntry) => boolean): void {
    this.#entries = this.#entries.filter(wanted)
    this.#http = this.#http.filter(wanted)
    this.#dns = this.#dns.filter(wanted)
    this.#changes.add()
  }

  #tell(id: string): void {
    for (const listener of this.#listeners) listener(id)
  }
}

const isLeft = ({ used, times }: FaultEntry): boolean => times === undefined || used < times

function describe({ kind, match, fault }: Pick<FaultEntry, 'kind' | 'match' | 'fault'>): string {
  const shown = (_name: string, value: unknown): unknown =>
    typeof value === 'function' ? 'a function' : isPattern(value) ? patternText(value) : value
  return `${kind} ${JSON.stringify(match, shown)}: ${JSON.stringify(fault, shown)}`
}

const isPattern = (value: unknown): value is { test(text: string): boolean } =>
  typeof value === 'object' && value !== null && 'test' in value && typeof value.test === 'function'
