import type { Source } from '../agent/blocking.ts'
import { ConsulError } from '../model/errors.ts'
import { Changes } from './changes.ts'
import { checkMatch, dnsMisfits, type DnsMatch, fitsQuery, fitsRequest, misfits, type RequestMatch } from './match.ts'
import { describeQuery, describeRequest, nearMisses } from './near-misses.ts'
import type { RecordedQuery as QueryRow, RecordedRequest as RequestRow } from './recorded.ts'
import type { RecordedQuery } from './recorded-query.ts'
import type { RecordedRequest } from './recorded-request.ts'
import { Ring } from '../lib/ring.ts'

export type Recorded = RecordedRequest | RecordedQuery

/** How many requests and questions are remembered where nothing else is asked for. */
export const REMEMBERED = 1000

/** Characters of URLs and headers that are remembered: one request may have a million of them. */
const MAX_CHARACTERS = 1 << 23
const weigh = (entry: Recorded): number => (entry.kind === 'http' ? entry.weight : 0)

/** What came over HTTP and DNS, the last thousand or as many as it was made for. */
export class Journal {
  /** Whether what comes is written down. */
  recording: boolean
  readonly #ring: Ring<Recorded>
  readonly #changes = new Changes()
  readonly #listeners = new Set<(entry: Recorded) => void>()
  #count = 0

  constructor({ size = REMEMBERED, recording = true }: { size?: number; recording?: boolean } = {}) {
    this.#ring = new Ring<Recorded>({ size, weight: MAX_CHARACTERS, weigh })
    this.recording = recording
  }

  /** Rises with each request that comes, and again when one that had to wait is answered. */
  get index(): number {
    return this.#changes.index
  }

  /** All that is remembered, oldest first. */
  get entries(): readonly Recorded[] {
    return this.#ring.toArray()
  }

  /** The HTTP requests, oldest first. */
  get requests(): readonly RequestRow[] {
    return this.#requests().map(rowOf)
  }

  /** The DNS questions, oldest first. */
  get queries(): readonly QueryRow[] {
    return this.#questions().map(rowOf)
  }

  /** The requests that fit, oldest first. */
  find(match: RequestMatch): readonly RequestRow[] {
    return this.#find(match).map(rowOf)
  }

  /** The questions that fit, oldest first. */
  findQueries(match: DnsMatch): readonly QueryRow[] {
    return this.#findQuestions(match).map(rowOf)
  }

  /**
   * Throws, and tells what came near, unless such a request came: `times` times where that is given, else at least once.
   * Gives the requests.
   */
  assertRequested(match: RequestMatch, times?: number): readonly RequestRow[] {
    const found = this.#find(match)
    if (times === undefined ? found.length > 0 : found.length === times) return found.map(rowOf)
    throw unexpected('request', match, found.map(describeRequest), times, this.nearRequests(match))
  }

  /** The same for a DNS question. */
  assertQueried(match: DnsMatch, times?: number): readonly QueryRow[] {
    const found = this.#findQuestions(match)
    if (times === undefined ? found.length > 0 : found.length === times) return found.map(rowOf)
    const near = nearMisses(this.#questions(), query => dnsMisfits(match, query), describeQuery)
    throw unexpected('DNS question', match, found.map(describeQuery), times, near)
  }

  /** Forgets all; ids and index continue. */
  clear(): void {
    this.#ring.clear()
    this.#changes.add()
  }

  /** What is remembered, for long-polling by `index`. */
  source(): Source<readonly Recorded[]> {
    return this.#changes.source(() => this.entries)
  }

  /** Writes something down that came just now. */
  add(entry: Recorded): void {
    entry.id = ++this.#count
    this.#ring.add(entry)
    this.changed(entry)
  }

  /** More became known of it. */
  changed(entry: Recorded): void {
    entry.version = this.#changes.index + 1
    this.#changes.add()
    for (const listener of this.#listeners) listener(entry)
  }

  /** Calls the listener with what comes, and again when more becomes known of it. The result ends that. */
  onEntry(listener: (entry: Recorded) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Calls the listener with each request once it is over: answered, or its client is gone. The result ends that. */
  onEnded(listener: (request: RecordedRequest) => void): () => void {
    const told = new WeakSet<Recorded>()
    const open = new WeakSet<Recorded>()
    return this.onEntry(entry => {
      if (entry.kind !== 'http' || told.has(entry)) return
      // what comes again without an answer has lost its client
      if (entry.status === undefined && !open.has(entry)) return void open.add(entry)
      told.add(entry)
      listener(entry)
    })
  }

  /** The requests that fit and had an effect: those that were answered, wait for a change, or met a fault. */
  settled(match: RequestMatch): readonly RecordedRequest[] {
    return this.#find(match).filter(
      ({ status, blocked, fault }) => status !== undefined || blocked || fault !== undefined,
    )
  }

  /** The requests that are most like those that are meant, in words. */
  nearRequests(match: RequestMatch): readonly string[] {
    return nearMisses(this.#requests(), request => misfits(match, request), describeRequest)
  }

  #requests(): RecordedRequest[] {
    return this.entries.filter(entry => entry.kind === 'http')
  }

  #questions(): RecordedQuery[] {
    return this.entries.filter(entry => entry.kind === 'dns')
  }

  #find(match: RequestMatch): RecordedRequest[] {
    checkMatch(match, 'http')
    return this.#requests().filter(request => fitsRequest(match, request))
  }

  #findQuestions(match: DnsMatch): RecordedQuery[] {
    checkMatch(match, 'dns')
    return this.#questions().filter(query => fitsQuery(match, query))
  }
}

const rowOf = <R>({ row }: { readonly row: R }): R => row

function unexpected(
  what: string,
  match: object,
  found: readonly string[],
  times: number | undefined,
  near: readonly string[],
): ConsulError {
  const wanted = times === undefined ? 'at least one' : String(times)
  const lines = [
    `Failed to find ${wanted} ${what}${times === undefined || times === 1 ? '' : 's'} like ${show(match)}:`,
  ]
  if (found.length > 0) lines.push(`  ${found.length} came:`, ...found.slice(-MAX_SHOWN).map(line => `    ${line}`))
  else lines.push('  none came.')
  if (near.length > 0) lines.push('  The nearest:', ...near.map(line => `    ${line}`))
  return new ConsulError('MC_ERR_NOT_REQUESTED', lines.join('\n'))
}

const MAX_SHOWN = 10

/** A match as a test would write it. */
export function show(match: object): string {
  const parts = Object.entries(match).map(([name, wanted]) => {
    if (name === 'token') return 'token: <hidden>'
    const text = wanted instanceof RegExp || typeof wanted === 'function' ? String(wanted) : JSON.stringify(wanted)
    return `${name}: ${text}`
  })
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
}
