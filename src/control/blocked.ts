import type { Blocking, BlockedReader, BlockedListener, Source } from '../agent/blocking.ts'
import { ConsulError } from '../model/errors.ts'
import { Changes } from './changes.ts'
import { type Journal, show } from './journal.ts'
import { checkMatch, fitsRequest, type RequestMatch } from './match.ts'
import { PREFIX } from './prefix.ts'
import { RecordedRequest } from './recorded-request.ts'
import type { Waits } from './waits.ts'

/** A blocking query that waits for a change. */
export interface BlockedQuery {
  /** Unique among the blocking queries of an emulator. */
  readonly id: string
  /** The request's path and query. */
  readonly url: string
  /** The path alone. */
  readonly path: string
  /** The index that it waits to be exceeded. */
  readonly index: number
  /** When it started to wait, on the emulator's clock: milliseconds since 1970. */
  readonly since: number
  /**
   * Answers it now, although nothing has changed.
   *
   * @example for (const query of consul.blocked) query.release()
   */
  release(): void
}

/** Selects blocking queries; their headers are no longer known. */
export type BlockedMatch = Omit<RequestMatch, 'token' | 'headers'>

const MAX_TOLD = 10

/** The blocked queries. Nothing is tracked, and it costs nothing, until it is first asked. */
export class Blocked {
  readonly #agents: () => Iterable<Blocking>
  readonly #changes = new Changes()
  readonly #ids = new WeakMap<BlockedReader, string>()
  readonly #followers = new Set<BlockedListener>()
  readonly #waits: Waits
  readonly #journal: Journal
  readonly #watched = new WeakSet<Blocking>()
  #count = 0
  #watching = false

  /** `agents`: the blocked queries of each agent. */
  constructor(agents: () => Iterable<Blocking>, { waits, journal }: { waits: Waits; journal: Journal }) {
    this.#agents = agents
    this.#waits = waits
    this.#journal = journal
  }

  /** There is one more agent. */
  include(blocking: Blocking): void {
    if (this.#watching) this.#watch(blocking)
  }

  /** Rises whenever a query blocks or ends. */
  get index(): number {
    this.#begin()
    return this.#changes.index
  }

  /** How many there are. */
  get size(): number {
    return [...this.#all()].length
  }

  /** In the order in which they began to wait. */
  list(match: BlockedMatch = {}): readonly BlockedQuery[] {
    this.#begin()
    checkMatch(match, 'http')
    return this.describe([...this.#all()].filter(reader => fits(match, reader)))
  }

  /** Answers one now; false when there is none with that ID. */
  release(id: string): boolean {
    const query = this.list().find(query => query.id === id)
    query?.release()
    return query !== undefined
  }

  /** What `list` gives, for long-polling by `index`. */
  source(match: BlockedMatch = {}): Source<readonly BlockedQuery[]> {
    this.#begin()
    return this.#changes.source(() => this.list(match))
  }

  /** The blocked queries, updated while there are subscribers: each change costs the same, however many wait. */
  gather(match: BlockedMatch = {}): Source<ReadonlySet<BlockedReader>> {
    this.#begin()
    checkMatch(match, 'http')
    let found: Set<BlockedReader> | undefined
    const read = (): Set<BlockedReader> => (found ??= new Set([...this.#all()].filter(reader => fits(match, reader))))
    return {
      read,
      subscribe: wake => {
        const follow: BlockedListener = (reader, waits) => {
          if (!waits) read().delete(reader)
          else if (fits(match, reader)) read().add(reader)
          wake(false)
        }
        this.#followers.add(follow)
        return () => this.#followers.delete(follow)
      },
    }
  }

  /** What is known of them. */
  describe(readers: Iterable<BlockedReader>): readonly BlockedQuery[] {
    return Array.from(readers, reader => this.#query(reader))
  }

  /** Resolves once `count` such queries wait, with them. Rejects when the emulator is closed before, or the time is up. */
  async until(match: BlockedMatch = {}, count = 1, timeout?: number): Promise<readonly BlockedQuery[]> {
    if (!Number.isSafeInteger(count)) {
      throw new ConsulError('MC_ERR_MATCH', `Failed to wait until queries block: ${count} is no number of them.`)
    }
    const { read, subscribe } = this.gather(match)
    return this.#waits.until({
      what: `wait until ${count === 1 ? 'a query' : `${count} queries`} like ${show(match)} ${count === 1 ? 'blocks' : 'block'}`,
      look: () => (read().size >= count ? this.describe(read()) : undefined),
      subscribe,
      timeout,
      instead: () => this.#instead(match),
    })
  }

  /** Who is blocked, and what came instead of those that are meant. */
  #instead(match: BlockedMatch): readonly string[] {
    const blocked = this.list().map(({ url }) => `    GET ${url}`)
    const came = this.#journal.nearRequests({ ...match, where: ({ blocked }) => blocked })
    return [
      ...(blocked.length === 0 ? ['  No query is blocked.'] : ['  Blocked are:', ...blocked.slice(-MAX_TOLD)]),
      ...(came.length === 0 ? ['  No request came.'] : ['  What came:', ...came.map(line => `    ${line}`)]),
    ]
  }

  /** Calls the listener with each query that blocks. The result ends that. */
  onBlocked(listener: (query: BlockedQuery) => void): () => void {
    this.#begin()
    const follow: BlockedListener = (reader, waits) => {
      if (waits) listener(this.#query(reader))
    }
    this.#followers.add(follow)
    return () => this.#followers.delete(follow)
  }

  #begin(): void {
    if (this.#watching) return
    this.#watching = true
    for (const blocking of this.#agents()) this.#watch(blocking)
  }

  #watch(blocking: Blocking): void {
    if (this.#watched.has(blocking)) return
    this.#watched.add(blocking)
    blocking.onChange((reader, waits) => {
      if (!isMeant(reader)) return
      for (const follow of this.#followers) follow(reader, waits)
      this.#changes.add()
    })
  }

  *#all(): Generator<BlockedReader> {
    for (const { blocked } of this.#agents()) {
      for (const reader of blocked) if (isMeant(reader)) yield reader
    }
  }

  #query(reader: BlockedReader): BlockedQuery {
    const request = requestOf(reader.label, reader.since)
    const id = this.#ids.get(reader) ?? String(++this.#count)
    this.#ids.set(reader, id)
    return {
      id,
      url: request.url,
      path: request.path,
      index: Number(request.query['index'] ?? 0),
      since: reader.since,
      release: () => reader.release(),
    }
  }
}

/** Observers, such as the web page, would wake themselves; the dispatcher labels their queries. */
const isMeant = ({ label }: BlockedReader): boolean => !label.startsWith(PREFIX)

const requestOf = (url: string, at: number): RecordedRequest => new RecordedRequest('GET', url, {}, at)

const fits = (match: BlockedMatch, reader: BlockedReader): boolean =>
  fitsRequest(match, requestOf(reader.label, reader.since))
