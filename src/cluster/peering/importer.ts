import type { Logger } from '../../logging/logger.ts'
import { fold } from '../../state/schema.ts'
import {
  type ExportedInstance,
  type ImportStep,
  importSteps,
  unexportedSteps,
} from '../../state/peering/import-service.ts'
import type { Store } from '../../state/store.ts'
import type { Wire } from '../peers/ndjson-socket.ts'
import { readInstance } from './read-instance.ts'

/** Takes over what a peer exports, each row in a write of its own as in Consul's log. */
export class Importer {
  readonly #store: Store
  readonly #peer: string
  readonly #logger: Logger
  #names: readonly string[] = []

  constructor(store: Store, peer: string, logger: Logger) {
    this.#store = store
    this.#peer = peer
    this.#logger = logger
  }

  get names(): readonly string[] {
    return this.#names
  }

  receive(message: Wire): void {
    if (message.t === 'exports') this.#takeNames(message['names'])
    else if (message.t === 'service') this.#takeService(message)
  }

  #takeNames(names: unknown): void {
    if (!Array.isArray(names)) return
    this.#names = names.filter(name => typeof name === 'string')
    this.#write(unexportedSteps(this.#store.view, this.#peer, new Set(this.#names.map(fold))))
  }

  #takeService({ name, instances }: Wire): void {
    if (typeof name !== 'string' || !this.#names.includes(name) || !Array.isArray(instances)) return
    const read = instances.map(readInstance).filter(instance => instance !== undefined) as ExportedInstance[]
    this.#write(importSteps(this.#store.view, this.#peer, name, read))
  }

  #write(steps: readonly ImportStep[]): void {
    for (const step of steps) {
      try {
        this.#store.write(step)
      } catch (error) {
        this.#logger.error('failed to import from peer', { peer: this.#peer, error: String(error) })
      }
    }
  }
}
