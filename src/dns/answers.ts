import type { Settings } from '../model/settings.ts'
import type { Answer } from './answer.ts'
import { type DnsContext, dnsContext } from './context.ts'
import { DnsAnswerCache } from './answer-cache.ts'
import type { Transport } from './protocol.ts'
import type { Recursors } from './recursors.ts'
import type { WatchedSource } from './source.ts'

/** What answering needs that lasts longer than the settings. */
export interface AnswersOptions extends Pick<DnsContext, 'clock' | 'random'> {
  readonly logger?: DnsContext['logger']
  /** Asked for each packet: a reload changes them. */
  readonly settings: () => Settings
  readonly source: WatchedSource
  /** Makes those that settings name; without it other domains are refused. */
  readonly recursors?: (settings: Settings) => Recursors | undefined
}

/** Answers packets by the settings that are in force. */
export class Answers {
  readonly #options: AnswersOptions
  readonly #recursors: Recursors[] = []
  #settings: Settings
  #cache: DnsAnswerCache

  constructor(options: AnswersOptions) {
    this.#options = options
    this.#settings = options.settings()
    this.#cache = this.#make(this.#settings)
  }

  answer(packet: Buffer, transport: Transport): Answer | Promise<Answer> {
    const settings = this.#options.settings()
    if (settings !== this.#settings) {
      this.#cache.close()
      this.#settings = settings
      this.#cache = this.#make(settings)
    }
    return this.#cache.answer(packet, transport)
  }

  /** Drops the cached answers, and gives up on questions that are with recursors. */
  close(): void {
    this.#cache.close()
    for (const recursors of this.#recursors) recursors.close()
  }

  #make(settings: Settings): DnsAnswerCache {
    const { clock, random, logger, source } = this.#options
    const recursors = this.#options.recursors?.(settings)
    // those of before may still be asked something
    if (recursors) this.#recursors.push(recursors)
    return new DnsAnswerCache(dnsContext({ settings, source, clock, random, logger, recursors }), source)
  }
}
