import type { Outgoing } from './exchange.ts'
import type { WaiterGroup, SharedSource, Wait } from '../agent/blocking.ts'
import type { Read } from '../state/kv.ts'
import type { View } from '../state/view.ts'
import type { CachedRead } from './answer-cache.ts'
import type { ReadOptions } from './blocking-parameters.ts'
import type { Reply } from './reply.ts'
import type { Request } from './request.ts'
import type { QueryOptions } from './route.ts'

/** How a read was asked for. */
export interface Asked {
  readonly options: QueryOptions
  readonly read: ReadOptions
  /** Under which its answer is kept, if it may be. */
  readonly key: string | undefined
}

/** What is done with reads that wait. */
export interface BlockedReads {
  read(key: string | undefined, fn: (view: View) => Read<Reply>): CachedRead
  waiterGroup(key: string | undefined, cached: CachedRead): WaiterGroup
  answer(res: Outgoing, req: Request, cached: CachedRead, asked: Asked): void
  fail(res: Outgoing, req: Request, err: unknown, asked: Asked): void
}

/**
 * A read that waits for news. An object with methods rather than one with functions of its own, because thousands may wait:
 * that is 600 bytes less for each.
 */
export class BlockedRead implements Wait<CachedRead>, SharedSource<CachedRead> {
  readonly #reads: BlockedReads
  readonly #res: Outgoing
  readonly #req: Request
  readonly #asked: Asked
  readonly #fn: (view: View) => Read<Reply>

  constructor(reads: BlockedReads, res: Outgoing, req: Request, asked: Asked, fn: (view: View) => Read<Reply>) {
    this.#reads = reads
    this.#res = res
    this.#req = req
    this.#asked = asked
    this.#fn = fn
  }

  get source(): this {
    return this
  }

  get wait(): number {
    return this.#asked.read.wait
  }

  get label(): string {
    return labelOf(this.#req)
  }

  read(): CachedRead {
    return this.#reads.read(this.#asked.key, this.#fn)
  }

  waiterGroup(cached: CachedRead): WaiterGroup {
    return this.#reads.waiterGroup(this.#asked.key, cached)
  }

  isNews(cached: CachedRead): boolean {
    return cached.index > this.#asked.read.minIndex
  }

  /** Who waits for something that is not there is told in the end how far the index got meanwhile. */
  lookAgain({ value }: CachedRead): boolean {
    return value.status === 404 || value.readAgain === true
  }

  answer(cached: CachedRead): void {
    this.#reads.answer(this.#res, this.#req, cached, this.#asked)
  }

  fail(err: unknown): void {
    this.#reads.fail(this.#res, this.#req, err, this.#asked)
  }
}

/** What a parked request is known by. The web page's own are marked, for nobody looks for them among those that wait. */
export function labelOf({ raw }: Request): string {
  const url = raw.url ?? ''
  return raw.headers['x-miniconsul'] === undefined ? url : `/_miniconsul/page${url}`
}
