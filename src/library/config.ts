import type { Agent } from '../agent/agent.ts'
import { runToEnd } from '../lib/slices.ts'
import { removeConfigEntry, writeConfigEntry } from '../api/operations/write-config-entry.ts'
import { renderEntry } from '../api/render/config-entry.ts'
import { allowAll } from '../state/acl/authorizer.ts'
import { decodeEntry, unknownKind } from '../state/config-entries/decode.ts'
import { kindNamed } from '../state/config-entries/index.ts'
import { listEntries, readEntry } from '../state/config-entry.ts'
import { configArguments } from './argument-kinds.ts'
import { withCheckedCalls } from './check.ts'
import { copy } from './catalog.ts'
import { refused, translateRefusals } from './refusal.ts'
import type { Indexed } from './rows.ts'

/**
 * A config entry, as the HTTP API takes it; keys may also be in snake case.
 *
 * @see https://developer.hashicorp.com/consul/docs/connect/config-entries
 */
export interface ConfigEntryDefinition {
  /** The kind of entry: `service-defaults`, `service-router`, `ingress-gateway`, … */
  readonly Kind: string
  /** Its name within the kind. `mesh` has none, and `proxy-defaults` is `global` without one. */
  readonly Name?: string
  /** The fields of its kind. */
  readonly [field: string]: unknown
}

/** A config entry as it is stored. */
export interface ConfigEntryInfo extends ConfigEntryDefinition, Indexed {}

/**
 * Config entries: settings of services, proxies and gateways in the mesh. Each write is one commit.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/config
 */
export interface ConfigEntries {
  /**
   * Writes an entry; writing an unchanged one is not a commit. Throws `MC_ERR_REFUSED`: 400 if it cannot be decoded, 500 if it is invalid
   * or conflicts with an entry that depends on it.
   *
   * @example consul.config.set({ Kind: 'service-defaults', Name: 'web', Protocol: 'http' })
   */
  set(entry: ConfigEntryDefinition): void
  /**
   * Returns an entry by kind and name (case-insensitive), or undefined if it does not exist. Throws `MC_ERR_REFUSED` for an unknown kind.
   *
   * @example consul.config.get('service-defaults', 'web')?.Protocol
   */
  get(kind: string, name: string): ConfigEntryInfo | undefined
  /**
   * Returns all entries of a kind, sorted by name. Throws `MC_ERR_REFUSED` for an unknown kind.
   *
   * @example consul.config.list('service-resolver').map(entry => entry.Name)
   */
  list(kind: string): readonly ConfigEntryInfo[]
  /**
   * Deletes an entry; deleting one that does not exist is not an error. Throws `MC_ERR_REFUSED` if another entry depends on it.
   *
   * @example consul.config.delete('service-defaults', 'web')
   */
  delete(kind: string, name: string): void
}

/** The config entries of an agent's datacenter, without HTTP. */
export function directConfig(agent: Agent): ConfigEntries {
  const known = (what: string, kind: string): string => {
    if (!kindNamed(kind)) throw refused(what, 400, unknownKind(kind))
    return kind
  }
  return withCheckedCalls('config', configArguments, {
    set: entry =>
      translateRefusals(`set config entry ${entry.Kind} ${entry.Name ?? ''}`.trimEnd(), () => {
        runToEnd(writeConfigEntry(agent, allowAll, decodeEntry(structuredClone(entry))))
      }),
    get: (kind, name) => {
      const { value } = readEntry(agent.store.view, known('get config entry', kind), name)
      return value && (copy(renderEntry(value)) as ConfigEntryInfo)
    },
    list: kind =>
      copy(
        listEntries(agent.store.view, known('list config entries', kind)).value.map(renderEntry),
      ) as readonly ConfigEntryInfo[],
    delete: (kind, name) =>
      translateRefusals(`delete config entry ${kind} ${name}`, () => {
        removeConfigEntry(agent, allowAll, { kind: known('delete config entry', kind), name })
      }),
  })
}
