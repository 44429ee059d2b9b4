import { L7_PROTOCOLS } from '../config-entries/protocols.ts'
import { StateError } from '../errors.ts'
import type { ChainEntries } from './chain-entries.ts'
import { quoteGo } from '../../go/quote.ts'

/** All services of a chain speak the same protocol; the first one says which. */
export class ChainProtocol {
  readonly #service: string
  readonly #entries: ChainEntries
  readonly #override: string
  #said: string | undefined

  /** `override`: what the chain speaks instead of what they are configured with, which has to be one and the same nevertheless; '' for nothing. */
  constructor(service: string, entries: ChainEntries, override: string) {
    this.#service = service
    this.#entries = entries
    this.#override = override
  }

  /** Throws where a service that the chain leads to speaks another one. */
  record(service: string): void {
    const { protocol } = this.#entries.of(service)
    this.#said ??= protocol
    if (protocol === this.#said) return
    const other = `service ${quoteGo(service)} has ${quoteGo(protocol)} which is not ${quoteGo(this.#said)}`
    throw new StateError(`discovery chain ${quoteGo(this.#service)} uses inconsistent protocols; ${other}`)
  }

  /** That of the chain. Routers and splitters look at requests, so it has to have some for them. */
  settle(hasRoutesOrSplits: boolean): string {
    const protocol = this.#override || (this.#said ?? this.#entries.of(this.#service).protocol)
    if (hasRoutesOrSplits && !L7_PROTOCOLS.has(protocol)) {
      const why = 'that does not permit advanced routing or splitting behavior'
      throw new StateError(`discovery chain ${quoteGo(this.#service)} uses a protocol ${quoteGo(protocol)} ${why}`)
    }
    return protocol
  }
}
