import type { Agent } from '../agent/agent.ts'
import { ClientError } from '../client/errors.ts'
import type { ClientOptions } from '../client/options.ts'
import { formatDuration } from '../go/duration.ts'
import { type Clock, systemClock } from '../lib/clock.ts'
import { errorText } from '../lib/error-text.ts'
import type { Logger } from '../logging/logger.ts'
import { ConsulError } from '../model/errors.ts'
import { follow } from './follow.ts'
import { MirroredCatalog } from './mirrored-catalog.ts'
import { MirroredKeys } from './mirrored-keys.ts'
import { type ReadVersion, Source } from './source.ts'

/** The Consul that is mirrored. */
export interface MirrorSource extends ClientOptions {
  /** Only keys that begin like this. */
  readonly prefix?: string | undefined
}

/**
 * Keys, catalog and health of another Consul in an emulator. The other one is read by blocking queries and never written. The time of
 * its connections is the machine's own, whatever the clock of the emulator.
 */
export class Mirror {
  readonly #agent: Agent
  readonly #address: string
  readonly #source: Source
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #keys: MirroredKeys
  readonly #catalog: MirroredCatalog
  #following: { readonly end: AbortController; readonly loops: Promise<unknown> } | undefined

  /** Throws `MC_ERR_OPTIONS` for an address that is none, or a file that cannot be read. */
  constructor(agent: Agent, { prefix = '', ...options }: MirrorSource, clock: Clock = systemClock) {
    this.#agent = agent
    this.#address = options.address
    this.#clock = clock
    this.#logger = agent.log.module('agent.mirror')
    this.#keys = new MirroredKeys(agent.store)
    this.#catalog = new MirroredCatalog(agent, (node, reason) =>
      this.#logger.warn('Left a node out', { node, error: reason }),
    )
    try {
      this.#source = new Source(options, { prefix, clock })
    } catch (error) {
      throw new ConsulError('MC_ERR_OPTIONS', `Failed to mirror ${this.#address}: ${errorText(error)}`, {
        cause: error,
      })
    }
  }

  /**
   * Copies all there is and, unless it is to be `once`, follows what changes. Resolves when the copy is complete; rejects with
   * `MC_ERR_UNREACHABLE` when the source does not answer or refuses.
   */
  async start({ once = false } = {}): Promise<void> {
    const end = new AbortController()
    const [keys, catalog] = this.#lists
    this.#following = { end, loops: Promise.resolve() }
    try {
      const first = await Promise.all([keys.copy(end.signal), catalog.copy(end.signal)])
      if (end.signal.aborted) return
      const [{ size: keyCount }, { size: nodeCount }] = first
      const doing = once ? 'Recorded' : 'Mirroring'
      this.#logger.info(doing, { from: this.#address, keys: keyCount, nodes: nodeCount })
      if (once) return
      const loops = Promise.all([keys.follow(first[0].index, end.signal), catalog.follow(first[1].index, end.signal)])
      this.#following = { end, loops }
    } catch (error) {
      end.abort()
      if (!(error instanceof ClientError)) throw error
      const reason = `Failed to mirror ${this.#address}: ${error.message}`
      throw new ConsulError('MC_ERR_UNREACHABLE', reason, { cause: error })
    }
  }

  /** Ends it; what was copied stays. Idempotent. */
  async stop(): Promise<void> {
    const following = this.#following
    this.#following = undefined
    following?.end.abort()
    await following?.loops
  }

  /** Writes all that the source has again, in place of what was changed here. */
  renew(): void {
    this.#keys.renew()
    this.#catalog.renew()
  }

  get #lists(): readonly [List, List] {
    return [
      this.#list('keys', this.#source.keys, keys => this.#keys.apply(keys)),
      this.#list('catalog', this.#source.nodes, nodes => this.#catalog.apply(nodes)),
    ]
  }

  #list<T>(what: string, read: ReadVersion<readonly T[]>, apply: (value: readonly T[]) => void): List {
    const logger = this.#logger
    return {
      async copy(signal) {
        const { index, value, partial } = await read(0n, signal)
        if (signal.aborted) return { index, size: 0 }
        apply(value)
        if (partial) logger.warn('The ACLs of the source may hide a part from this token', { what })
        return { index, size: value.length }
      },
      follow: (index, signal) =>
        follow({ read, apply }, index, {
          signal,
          clock: this.#clock,
          random: this.#agent.random,
          onFailure: (error, retry) =>
            logger.warn('Failed to mirror', { what, error: errorText(error), retry: formatDuration(retry * 1e6) }),
          onRecovery: () => logger.info('Mirroring again', { what }),
        }),
    }
  }
}

/** One of the lists that are mirrored. */
interface List {
  /** Resolves with the index of the copy and the number of its items. */
  copy(signal: AbortSignal): Promise<{ readonly index: bigint; readonly size: number }>
  follow(index: bigint, signal: AbortSignal): Promise<void>
}
