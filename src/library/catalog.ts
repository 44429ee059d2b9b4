import type { Agent } from '../agent/agent.ts'
import { renderNode, renderService, renderServiceNode } from '../api/render/rows.ts'
import { deregisterEntity, registerEntity } from '../api/operations/register-entity.ts'
import { registrationSchema } from '../api/schemas/registration.ts'
import { decode } from '../go/decode.ts'
import { fold } from '../state/schema.ts'
import * as state from '../state/catalog.ts'
import { catalogArguments } from './argument-kinds.ts'
import { withCheckedCalls } from './check.ts'
import { translateRefusals } from './refusal.ts'
import type { CatalogNode, CatalogService, ServiceNode } from './rows.ts'

/**
 * A node with a service and checks, in the API's own form; case does not count in the names.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/catalog#register-entity
 */
export interface CatalogRegistration {
  /** Name of the node. */
  readonly Node: string
  /** Its address; needed unless `SkipNodeUpdate` is set. */
  readonly Address?: string
  /** A UUID. */
  readonly ID?: string
  /** Metadata of the node. */
  readonly NodeMeta?: Readonly<Record<string, string>>
  /** Further addresses of the node by tag. */
  readonly TaggedAddresses?: Readonly<Record<string, string>>
  /** The service, by `Service` (its name), `ID`, `Port`, `Tags`, `Address`, `Meta`, … */
  readonly Service?: Readonly<Record<string, unknown>>
  /** One check, by `Name`, `CheckID`, `Status`, `ServiceID`, … */
  readonly Check?: Readonly<Record<string, unknown>>
  /** Several checks. */
  readonly Checks?: readonly Readonly<Record<string, unknown>>[]
  /** A node that is there stays as it is. */
  readonly SkipNodeUpdate?: boolean
}

/** What is to go: a service, a check, or the whole node when neither is named. */
export interface CatalogDeregistration {
  /** Name of the node. */
  readonly Node: string
  /** A service, which goes with its checks. */
  readonly ServiceID?: string
  /** A check. */
  readonly CheckID?: string
}

/**
 * The catalog: all nodes and what is on them. What is written here about the agent's own node, the agent puts right within a minute:
 * use `consul.agent` for its services. Each write is a commit of its own and wakes those who wait over HTTP.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/catalog
 */
export interface Catalog {
  /**
   * Registers a node, a service and checks as one. Throws `MC_ERR_REFUSED`: 400 for a field that Consul does not know, 500 for a
   * registration it does not take.
   *
   * @example consul.catalog.register({ Node: 'db1', Address: '10.0.0.1', Service: { Service: 'db', Port: 5432 } })
   */
  register(entry: CatalogRegistration): void
  /**
   * Removes a service, a check, or a node with all that is on it. What is not there is no error.
   *
   * @example consul.catalog.deregister({ Node: 'db1' })
   */
  deregister(entry: CatalogDeregistration): void
  /**
   * All nodes, by name.
   *
   * @example consul.catalog.nodes().map(node => node.Node)
   */
  nodes(): readonly CatalogNode[]
  /**
   * A node, by its name or ID, with its services; undefined when it is not there.
   *
   * @example consul.catalog.node('db1')?.Services.map(service => service.ID)
   */
  node(nameOrId: string): { readonly Node: CatalogNode; readonly Services: readonly CatalogService[] } | undefined
  /**
   * The names of all services with the tags that any instance has.
   *
   * @example expect(consul.catalog.services()).toHaveProperty('web')
   */
  services(): Readonly<Record<string, readonly string[]>>
  /**
   * The instances of a service; with `tag` only those that have it, whatever its case.
   *
   * @example consul.catalog.service('web', { tag: 'v1' })
   */
  service(name: string, options?: { readonly tag?: string }): readonly ServiceNode[]
}

const REGISTRATION_FIELDS = [
  ...['Node', 'Address', 'ID', 'NodeMeta', 'TaggedAddresses', 'Service', 'Check', 'Checks', 'SkipNodeUpdate'],
  ...['Port', 'Tags', 'Meta', 'Name', 'CheckID', 'Status', 'ServiceID', 'ServiceName', 'Output', 'Notes'],
]

/** The catalog of an agent, without HTTP. */
export function directCatalog(agent: Agent): Catalog {
  const view = (): typeof agent.store.view => agent.store.view
  return withCheckedCalls('catalog', catalogArguments, {
    register: entry =>
      translateRefusals(
        `register node ${entry.Node}`,
        () => registerEntity(agent, decode(registrationSchema, structuredClone(entry))),
        REGISTRATION_FIELDS,
      ),
    deregister: entry => translateRefusals('deregister a node', () => deregisterEntity(agent, entry)),
    nodes: () => copy<CatalogNode[]>(state.listNodes(view()).value.map(renderNode)),
    node(nameOrId) {
      const found = state.nodeServices(view(), nameOrId).value
      return (
        found &&
        copy({
          Node: renderNode(found.node),
          Services: found.services.map(service => renderService(service)),
        })
      )
    },
    services: () => Object.fromEntries([...state.listServices(view()).value].map(([name, tags]) => [name, [...tags]])),
    service: (name, { tag } = {}) =>
      copy<ServiceNode[]>(
        state
          .serviceInstances(view(), name)
          .value.filter(({ service }) => hasTag(service.Tags, tag))
          .map(renderServiceNode),
      ),
  })
}

export const hasTag = (tags: readonly string[] | null, tag: string | undefined): boolean =>
  tag === undefined || (tags ?? []).some(other => fold(other) === fold(tag))

/** What is handed out can be changed without harm. */
export const copy = <T>(rows: object): T => structuredClone(rows) as T
