import type { BlockingQuery, Source } from '../agent/blocking.ts'
import { Refusal } from '../api/refusals.ts'
import type { Read } from '../state/kv.ts'
import type { CachedRead } from './answer-cache.ts'
import { type Asked, type BlockedReads, labelOf } from './blocked-read.ts'
import type { Reply } from './reply.ts'
import type { Request } from './request.ts'
import type { Responder } from './responder.ts'

/** Milliseconds until an agent gives up to look for servers of a datacenter that nobody has heard of; Consul's takes 24 to 40 seconds. */
const GIVES_UP = 30_000

/** Whether a stream is asked of a datacenter that nobody has heard of. Sameness groups are looked up before it begins. */
export const isLost = ({ query, datacenter, settings }: Request): boolean =>
  datacenter !== settings.datacenter && query.get('sg') === '' && query.get('sameness-group') === ''

/** What such a stream has brought when the time is up. */
export const nothingYet = (): Read<Reply> => ({ index: 1, value: { json: [], once: true } })

/** A stream from a datacenter that nobody has heard of: as in Consul, its server is waited for, where a plain read is refused at once. */
export class LostStream implements BlockingQuery<CachedRead> {
  readonly source: Source<CachedRead>
  readonly wait: number
  readonly #reads: BlockedReads
  readonly #res: Responder
  readonly #req: Request
  readonly #asked: Asked

  constructor(reads: BlockedReads, res: Responder, req: Request, asked: Asked, nothing: CachedRead) {
    this.#reads = reads
    this.#res = res
    this.#req = req
    this.#asked = asked
    this.wait = Math.min(asked.read.wait, GIVES_UP)
    this.source = { read: () => nothing, subscribe: () => () => undefined }
  }

  get label(): string {
    return labelOf(this.#req)
  }

  isNews(): boolean {
    return false
  }

  answer(nothing: CachedRead): void {
    if (this.#asked.read.wait <= GIVES_UP) this.#reads.answer(this.#res, this.#req, nothing, this.#asked, true)
    else this.fail(new Refusal(503, 'resolver error: resolver produced no addresses'))
  }

  fail(err: unknown): void {
    this.#reads.fail(this.#res, this.#req, err, this.#asked)
  }
}
