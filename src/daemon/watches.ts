import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../logging/logger.ts'
import type { Settings } from '../model/settings.ts'
import type { Watches } from '../watch/handlers.ts'
import { joinHostPort } from '../go/host-port.ts'

type Definitions = Settings['watches']
type Http = { readonly host: string; readonly port: number }

/** What the watches of an agent work with. */
export interface AgentWatchesParts {
  readonly clock: Clock
  readonly logger: Logger
  /** The environment of the programs that are run. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The watches that the configuration of an agent asks for. The code that runs them is loaded when there are any. */
export class AgentWatches {
  readonly #parts: AgentWatchesParts
  #http: Http | undefined
  #watches: Watches | undefined

  constructor(parts: AgentWatchesParts) {
    this.#parts = parts
  }

  /** Rejects with a WatchError when a definition is invalid. */
  async validate(definitions: Definitions): Promise<void> {
    if (definitions.length === 0) return
    const { readWatches } = await import('../watch/definition.ts')
    readWatches(definitions)
  }

  /** Runs them against an agent that listens. */
  async start(definitions: Definitions, http: Http): Promise<void> {
    this.#http = http
    ;(await this.#prepare(definitions))()
  }

  /** Validates definitions that are to replace the present ones; the function that it resolves to replaces them. */
  async prepareReload(definitions: Definitions): Promise<() => void> {
    try {
      return await this.#prepare(definitions)
    } catch (error) {
      throw new Error(`Failed reloading watches: ${(error as Error).message}`, { cause: error })
    }
  }

  /** Ends them all. Idempotent; `start` works again afterwards. */
  stop(): void {
    this.#http = undefined
    this.#watches?.stop()
  }

  async #prepare(definitions: Definitions): Promise<() => void> {
    if (definitions.length === 0) return () => this.#watches?.stop()
    await this.validate(definitions)
    const { Watches } = await import('../watch/handlers.ts')
    return () => {
      const { clock, logger, env } = this.#parts
      if (!this.#http) return
      if (this.#http.port <= 0) return logger.error('Watches require an HTTP or HTTPS endpoint')
      this.#watches ??= new Watches({ address: reachable(this.#http), clock, logger, env })
      this.#watches.run(definitions)
    }
  }
}

/** How to reach an agent that listens there. */
export function reachable({ host, port }: Http): string {
  return joinHostPort(REACHABLE[host] ?? host, port)
}

/** How to reach an agent that listens on all addresses. */
const REACHABLE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }
