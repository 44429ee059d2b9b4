import type { BlockingQuery, Source } from '../agent/blocking.ts'
import { Refusal } from '../api/refusals.ts'
import type { CachedRead } from './answer-cache.ts'
import type { ReadOptions } from './blocking-parameters.ts'
import { labelOf } from './blocked-read.ts'
import type { Request } from './request.ts'

/** Milliseconds until an agent gives up to look for servers of a datacenter that nobody has heard of; Consul's takes 24 to 40 seconds. */
const GIVES_UP = 30_000

/** What becomes of it. */
interface Client {
  answer(read: CachedRead): void
  fail(err: unknown): void
}

/** Whether a stream is asked of a datacenter that nobody has heard of. Sameness groups are looked up before it begins. */
export const isLost = ({ query, datacenter, settings }: Request): boolean =>
  datacenter !== settings.datacenter && query.get('sg') === '' && query.get('sameness-group') === ''

/** A stream from a datacenter that nobody has heard of: as in Consul, its server is waited for, where a plain read is refused at once. */
export class LostStream implements BlockingQuery<CachedRead> {
  readonly source: Source<CachedRead>
  readonly wait: number
  readonly #req: Request
  readonly #client: Client
  readonly #isGivenUp: boolean

  /** `nothing`: what the stream has brought so far. */
  constructor(req: Request, { wait }: ReadOptions, nothing: CachedRead, client: Client) {
    this.#req = req
    this.#client = client
    this.#isGivenUp = wait > GIVES_UP
    this.wait = Math.min(wait, GIVES_UP)
    this.source = { read: () => nothing, subscribe: () => () => undefined }
  }

  get label(): string {
    return labelOf(this.#req)
  }

  isNews(): boolean {
    return false
  }

  answer(nothing: CachedRead): void {
    if (this.#isGivenUp) this.fail(new Refusal(503, 'resolver error: resolver produced no addresses'))
    else this.#client.answer(nothing)
  }

  fail(err: unknown): void {
    this.#client.fail(err)
  }
}
