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
 * A node with a service and checks, as the HTTP API takes it; field names are case-insensitive.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/catalog#register-entity
 */
export interface CatalogRegistration {
  /** Name of the node. */
  readonly Node: string
  /** Its address; required unless `SkipNodeUpdate` is set. */
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
  /** An existing node is left unchanged. Default false. */
  readonly SkipNodeUpdate?: boolean
}

/** What to deregister: a service, a check, or the whole node if neither is named. */
export interface CatalogDeregistration {
  /** Name of the node. */
  readonly Node: string
  /** The ID of a service, removed with its checks. */
  readonly ServiceID?: string
  /** The ID of a check. */
  readonly CheckID?: string
}

/**
 * The catalog: all nodes with their services and checks. Changes of the agent's own node are reverted by anti-entropy within a minute;
 * use `consul.agent` for its services. Each write is one commit and wakes blocking queries.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/catalog
 */
export interface Catalog {
  /**
   * Registers a node, a service and checks in one commit. Throws `MC_ERR_REFUSED`: 400 for an unknown field, 500 for a registration
   * that Consul rejects.
   *
   * @example consul.catalog.register({ Node: 'db1', Address: '10.0.0.1', Service: { Service: 'db', Port: 5432 } })
   */
  register(entry: CatalogRegistration): void
  /**
   * Removes a service, a check, or a node with everything on it. Removing what does not exist is not an error.
   *
   * @example consul.catalog.deregister({ Node: 'db1' })
   */
  deregister(entry: CatalogDeregistration): void
  /**
   * Returns all nodes, sorted by name.
   *
   * @example consul.catalog.nodes().map(node => node.Node)
   */
  nodes(): readonly CatalogNode[]
  /**
   * Returns a node with its services, or undefined if no node has that name or ID.
   *
   * @example consul.catalog.node('db1')?.Services.map(service => service.ID)
   */
  node(nameOrId: string): { readonly Node: CatalogNode; readonly Services: readonly CatalogService[] } | undefined
  /**
   * Returns the names of all services, each with the tags of its instances.
   *
   * @example expect(consul.catalog.services()).toHaveProperty('web')
   */
  services(): Readonly<Record<string, readonly string[]>>
  /**
   * Returns the instances of a service; with `tag`, only those that have it (case-insensitive).
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
