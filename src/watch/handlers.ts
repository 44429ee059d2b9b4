import { ConsulClient } from '../client/client.ts'
import type { Clock } from '../lib/clock.ts'
import { formatDuration, MILLISECOND } from '../go/duration.ts'
import { toJson } from '../go/json.ts'
import type { Logger } from '../logging/logger.ts'
import { readWatches, type WatchDefinition } from './definition.ts'
import { httpHandler } from './http-handler.ts'
import { scriptHandler } from './script-handler.ts'
import { runWatch } from './watch.ts'

/** What the watches of an agent work with. */
export interface WatchHost {
  /** Where the agent serves HTTP. */
  readonly address: string
  readonly clock: Clock
  readonly logger: Logger
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The watches of an agent's configuration, running. */
export class Watches {
  readonly #host: WatchHost
  #running = new AbortController()

  constructor(host: WatchHost) {
    this.#host = host
  }

  /** Runs these instead of those before. Throws a WatchError, and changes nothing, when one is invalid. */
  run(given: readonly Readonly<Record<string, unknown>>[]): void {
    const definitions = readWatches(given)
    this.stop()
    this.#running = new AbortController()
    for (const definition of definitions) this.#start(definition, this.#running.signal)
  }

  /** Ends them all, and what their handlers have started. Idempotent. */
  stop(): void {
    this.#running.abort()
  }

  #start({ plan, script }: WatchDefinition, signal: AbortSignal): void {
    const { address, clock, logger, env } = this.#host
    const handle = plan.http ? httpHandler(plan.http, clock, logger) : scriptHandler(script ?? [], env, logger)
    const client = new ConsulClient({ address, datacenter: plan.datacenter, token: plan.token })
    const watching = runWatch(
      plan,
      { client, clock, signal },
      {
        onChange: (value, index) => handle({ json: `${toJson(value)}\n`, index }, signal),
        onError: (error, retry) => {
          const fields = { type: plan.type, error, retry: formatDuration(retry * MILLISECOND) }
          logger.error('agent.watch.watch: Watch errored', fields)
        },
      },
    )
    watching.catch((error: unknown) => logger.error('A watch ended', { type: plan.type, error }))
  }
}
