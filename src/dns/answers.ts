import type { Settings } from '../settings.ts'
import type { Answer } from './answer.ts'
import { type DnsContext, dnsContext } from './context.ts'
import { KeptAnswers } from './kept-answers.ts'
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
  #kept: KeptAnswers

  constructor(options: AnswersOptions) {
    this.#options = options
    this.#settings = options.settings()
    this.#kept = this.#make(this.#settings)
  }

  answer(packet: Buffer, transport: Transport): Answer | Promise<Answer> {
    const settings = this.#options.settings()
    if (settings !== this.#settings) {
      this.#kept.close()
      this.#settings = settings
      this.#kept = this.#make(settings)
    }
    return this.#kept.answer(packet, transport)
  }

  /** Watches nothing any more, and gives up on questions that wait for recursors. */
  close(): void {
    this.#kept.close()
    for (const recursors of this.#recursors) recursors.close()
  }

  #make(settings: Settings): KeptAnswers {
    const { clock, random, logger, source } = this.#options
    const recursors = this.#options.recursors?.(settings)
    // those of before may still be asked something
    if (recursors) this.#recursors.push(recursors)
    return new KeptAnswers(dnsContext({ settings, source, clock, random, logger, recursors }), source)
  }
}
