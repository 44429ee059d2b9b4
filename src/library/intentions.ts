import type { Agent } from '../agent/agent.ts'
import { intentionAllows } from '../api/operations/authorize-connection.ts'
import { removeIntention, upsertIntention } from '../api/operations/write-intention.ts'
import { renderIntention } from '../api/render/intention.ts'
import { intentionSchema } from '../api/schemas/intention.ts'
import { decode } from '../go/decode.ts'
import { allowAll } from '../state/acl/authorizer.ts'
import { decidingIntention, listIntentions } from '../state/intentions.ts'
import { intentionArguments } from './argument-kinds.ts'
import { withCheckedCalls } from './check.ts'
import { copy } from './catalog.ts'
import { translateRefusals } from './refusal.ts'
import type { Indexed } from './rows.ts'

/** What an intention says. */
export interface IntentionOptions {
  /** Whether calls are let through; absent where `Permissions` say so. */
  readonly Action?: 'allow' | 'deny'
  /** Anything, for people to read. At most 512 characters. */
  readonly Description?: string
  /** Rules for single requests, of which the first that fits decides. For services that speak HTTP. */
  readonly Permissions?: readonly Readonly<Record<string, unknown>>[]
}

/** An intention as it is stored. */
export interface IntentionInfo extends IntentionOptions, Indexed {
  /** Who calls; `*` for anyone. */
  readonly SourceName: string
  /** Who is called; `*` for any. */
  readonly DestinationName: string
  /** The higher one decides. */
  readonly Precedence: number
}

/**
 * Who may call whom in the mesh. They are the sources of `service-intentions` config entries. Each write is a commit of its own.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/connect/intentions
 */
export interface Intentions {
  /**
   * Makes or changes the intention between two services; `*` stands for all. Throws `MC_ERR_REFUSED` for one that Consul does not take.
   *
   * @example consul.intentions.set('web', 'db', { Action: 'allow' })
   */
  set(source: string, destination: string, intention: IntentionOptions): void
  /**
   * Removes the intention between two services; what is not there is no error.
   *
   * @example consul.intentions.delete('web', 'db')
   */
  delete(source: string, destination: string): void
  /**
   * All intentions, the most specific first.
   *
   * @example consul.intentions.list().map(intention => intention.Action)
   */
  list(): readonly IntentionInfo[]
  /**
   * Whether a service may open connections to another. Where no intention decides, the default does: true, unless
   * `default_intention_policy` is `deny`. One with permissions lets no connection through by itself.
   *
   * @example consul.intentions.allows('web', 'db')
   */
  allows(source: string, destination: string): boolean
}

/** The intentions of an agent's datacenter, without HTTP. */
export function directIntentions(agent: Agent): Intentions {
  return withCheckedCalls('intentions', intentionArguments, {
    set: (source, destination, intention) =>
      translateRefusals(`set intention ${source} to ${destination}`, () => {
        const given = decode(intentionSchema, structuredClone(intention))
        upsertIntention(agent, allowAll, { source, destination }, given)
      }),
    delete: (source, destination) =>
      translateRefusals(`delete intention ${source} to ${destination}`, () => {
        removeIntention(agent, allowAll, { source, destination })
      }),
    list: () => copy(listIntentions(agent.store.view).value.map(renderIntention)) as readonly IntentionInfo[],
    allows(source, destination) {
      const deciding = decidingIntention(agent.store.view, source, destination)
      return deciding ? intentionAllows(deciding) : agent.settings.defaultIntentionPolicy !== 'deny'
    },
  })
}
