import type { Clock } from '../../lib/clock.ts'
import type { Random } from '../../lib/random.ts'
import type { Logger } from '../../logging/logger.ts'
import type { CheckStatus } from '../../model/rows.ts'

/** Takes the results of a check. */
export type Report = (status: CheckStatus, output: string) => void

/** The service or node whose status an alias check follows. */
export interface AliasedHealth {
  readonly nodeKnown: boolean
  /** Whether the node has the service; of no meaning when no service was asked for. */
  readonly serviceKnown: boolean
  /** The checks of the node, and those of the service if one was asked for. */
  readonly checks: readonly AliasedCheck[]
}

export interface AliasedCheck {
  readonly checkId: string
  readonly name: string
  readonly status: string
  readonly output: string
}

/** Where alias checks look; '' as node means this agent's own services and checks, any other the catalog. */
export interface AliasSource {
  read(node: string, service: string): AliasedHealth
  /**
   * Calls `changed` after what `read` gives may have changed, until the returned function is called. For the own
   * services Consul does so only when the service came, or a check of it came, went or changed its *status*: neither a new
   * output nor a check of the node wakes an alias there.
   */
  watch(node: string, service: string, changed: () => void): () => void
}

/** What a TLS client shows and trusts, in PEM. */
export interface CheckTls {
  readonly ca?: readonly string[]
  readonly cert?: string
  readonly key?: string
}

/** What a check needs from its agent. */
export interface CheckContext {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** Never called after `stop`. The same result may come again and again. */
  readonly report: Report
  readonly aliases: AliasSource
  /** The agent's own, where checks are to use that. */
  readonly tls?: (() => CheckTls | undefined) | undefined
}

/** A check that has been started. */
export interface RunningCheck {
  /** Ends whatever is under way, at once and for good. Idempotent. */
  stop(): void
  /** Only TTL checks take results from outside; this reports one and starts the TTL again. */
  readonly update?: Report
}
