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

/** The action of an intention. */
export interface IntentionOptions {
  /** Whether connections are allowed; absent if `Permissions` decide. */
  readonly Action?: 'allow' | 'deny'
  /** A human-readable note of at most 512 characters. */
  readonly Description?: string
  /** Rules for HTTP requests; the first that matches decides. */
  readonly Permissions?: readonly Readonly<Record<string, unknown>>[]
}

/** An intention as it is stored. */
export interface IntentionInfo extends IntentionOptions, Indexed {
  /** The calling service; `*` for any. */
  readonly SourceName: string
  /** The called service; `*` for any. */
  readonly DestinationName: string
  /** The intention with the highest precedence decides. */
  readonly Precedence: number
}

/**
 * Intentions: which services may call each other in the mesh. They are stored in `service-intentions` config entries. Each write is one
 * commit.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/connect/intentions
 */
export interface Intentions {
  /**
   * Creates or updates the intention between two services; `*` stands for all. Throws `MC_ERR_REFUSED` if Consul rejects it.
   *
   * @example consul.intentions.set('web', 'db', { Action: 'allow' })
   */
  set(source: string, destination: string, intention: IntentionOptions): void
  /**
   * Deletes the intention between two services; deleting one that does not exist is not an error.
   *
   * @example consul.intentions.delete('web', 'db')
   */
  delete(source: string, destination: string): void
  /**
   * Returns all intentions, most specific first.
   *
   * @example consul.intentions.list().map(intention => intention.Action)
   */
  list(): readonly IntentionInfo[]
  /**
   * Returns whether a service may open connections to another one. Without a matching intention the default applies: true, unless
   * `default_intention_policy` is `deny`. An intention with permissions does not allow connections by itself.
   *
   * @example consul.intentions.allows('web', 'db')
   */
  allows(source: string, destination: string): boolean
}

/** The intentions of an agent's datacenter, without HTTP. */
export function directIntentions(agent: Agent): Intentions {
  return withCheckedCalls('intentions', intentionArguments, {
    set: (source, destination, intention) =>
      translateRefusals(
        `set intention ${source} to ${destination}`,
        () => {
          const given = decode(intentionSchema, structuredClone(intention))
          upsertIntention(agent, allowAll, { source, destination }, given)
        },
        ['Action', 'Description', 'Permissions'],
      ),
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
