import { systemClock } from '../lib/clock.ts'
import type { Logger } from '../logging/logger.ts'
import type { Settings } from '../model/settings.ts'
import type { Watches } from '../watch/handlers.ts'

type Definitions = Settings['watches']

/** The watches that the configuration of an agent asks for. What runs them is loaded when there are any. */
export class AgentWatches {
  readonly #logger: Logger
  readonly #env: Readonly<Record<string, string | undefined>>
  #address = ''
  #watches: Watches | undefined

  constructor(logger: Logger, env: Readonly<Record<string, string | undefined>>) {
    this.#logger = logger
    this.#env = env
  }

  /** Rejects when one is no good. */
  async check(definitions: Definitions): Promise<void> {
    if (definitions.length === 0) return
    const { readWatches, isDeprecated } = await import('../watch/definition.ts')
    if (definitions.some(isDeprecated)) this.#logger.warn(DEPRECATED)
    readWatches(definitions)
  }

  /** Runs them against an agent that listens. */
  async start(definitions: Definitions, http: { readonly host: string; readonly port: number }): Promise<void> {
    this.#address = reachable(http)
    if (definitions.length === 0) return
    if (http.port <= 0) {
      this.#logger.error('Watches require an HTTP or HTTPS endpoint')
      return
    }
    await this.#run(definitions)
  }

  /** Runs these in place of those before. */
  async restart(definitions: Definitions): Promise<void> {
    try {
      await this.check(definitions)
      if (this.#watches || definitions.length > 0) await this.#run(definitions)
    } catch (error) {
      throw new Error(`Failed reloading watches: ${(error as Error).message}`, { cause: error })
    }
  }

  stop(): void {
    this.#watches?.stop()
  }

  async #run(definitions: Definitions): Promise<void> {
    const { Watches } = await import('../watch/handlers.ts')
    this.#watches ??= new Watches({
      address: this.#address,
      clock: systemClock,
      logger: this.#logger,
      env: this.#env,
    })
    this.#watches.run(definitions)
  }
}

/** How to reach an agent that listens there. */
export function reachable({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${REACHABLE[host] ?? (host.includes(':') ? `[${host}]` : host)}:${port}`
}

/** How to reach who listens on all addresses. */
const REACHABLE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }

const DEPRECATED =
  "The 'handler' field in watches has been deprecated and replaced with the 'args' field. " +
  'See https://developer.hashicorp.com/docs/agent/watches'
