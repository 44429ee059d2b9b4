import { logWarnings } from './log-warnings.ts'
import type { Log, JoinedStream } from '../logging/log.ts'
import type { Settings } from '../model/settings.ts'
import type { Configured } from './configuration.ts'

export interface ReloadParts {
  /** Reads and validates the whole configuration. */
  readonly read: () => Promise<Configured>
  /** Takes it over; rejects, as far as that is Consul's way without having changed anything, when it is refused. */
  readonly apply: (settings: Settings) => void | Promise<void>
  readonly log: Log
  /** The streams whose level is the configuration's. */
  readonly streams: readonly JoinedStream[]
}

/**
 * The one way to reload: SIGHUP, `/v1/agent/reload` and the command `reload` end here. Everything is read and validated, then
 * everything is applied; a configuration that is refused changes nothing.
 */
export class Reload {
  readonly #parts: ReloadParts
  #last: Promise<void> = Promise.resolve()

  constructor(parts: ReloadParts) {
    this.#parts = parts
  }

  /** Rejects with the reason when the configuration is refused. One reload runs after the other. */
  run(): Promise<void> {
    const next = this.#last.then(() => this.#run())
    this.#last = next.catch(() => undefined)
    return next
  }

  async #run(): Promise<void> {
    const { read, apply, log, streams } = this.#parts
    const configured = await read()
    const { settings } = configured
    logWarnings(log, configured, ['agent.auto_config'])
    await apply(settings)
    for (const stream of streams) stream.setLevel(settings.log.level)
  }
}
