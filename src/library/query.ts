import type { Agent } from '../agent/agent.ts'
import { runQuery } from '../api/operations/execute-query.ts'
import { querySchema } from '../api/schemas/query.ts'
import { renderHealth } from '../api/render/rows.ts'
import { createQuery } from '../api/operations/write-query.ts'
import { decode } from '../go/decode.ts'
import { deleteQuery, listQueries } from '../state/query.ts'
import { queryArguments } from './argument-kinds.ts'
import { withCheckedCalls } from './check.ts'
import { copy } from './catalog.ts'
import { translateRefusals, refused } from './refusal.ts'
import type { Indexed, ServiceHealth } from './rows.ts'

/**
 * A prepared query, as the HTTP API takes it.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/query#create-prepared-query
 */
export interface QueryDefinition {
  /** The name to execute it by; without one, it is executed by its ID. */
  readonly Name?: string
  /** A session; the query is deleted when it is invalidated. */
  readonly Session?: string
  /** The service, and which of its instances to return. */
  readonly Service: {
    /** Name of the service. */
    readonly Service: string
    /** Whether to exclude instances in state `warning`, too. */
    readonly OnlyPassing?: boolean
    /** Required tags; a tag prefixed with `!` excludes. */
    readonly Tags?: readonly string[]
    /** The node to sort by distance from; `_agent` for the agent's own. */
    readonly Near?: string
    /** Any other field of Consul's API. */
    readonly [field: string]: unknown
  }
  /** `{ Type: 'name_prefix_match' }` makes it a template for all names that begin with its own. */
  readonly Template?: { readonly Type: string; readonly Regexp?: string; readonly RemoveEmptyTags?: boolean }
  /** The TTL of DNS answers, such as `10s`. */
  readonly DNS?: { readonly TTL: string }
}

/** A prepared query as it is stored. */
export interface QueryInfo extends QueryDefinition, Indexed {
  /** A UUID. */
  readonly ID: string
}

/**
 * Prepared queries. Each write is one commit.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/query
 */
export interface Queries {
  /**
   * Creates a query and returns its ID. Throws `MC_ERR_REFUSED`: 400 for an unknown field, 500 for a query that Consul rejects.
   *
   * @example consul.query.create({ Name: 'web', Service: { Service: 'web', OnlyPassing: true } })
   */
  create(query: QueryDefinition): string
  /**
   * Deletes a query. Deleting one that does not exist is not an error.
   *
   * @example consul.query.delete(id)
   */
  delete(id: string): void
  /**
   * Returns all queries, sorted by ID.
   *
   * @example consul.query.list().map(query => query.Name)
   */
  list(): readonly QueryInfo[]
  /**
   * Executes a query by name or ID, including templates, and returns the instances in random order. Throws `MC_ERR_REFUSED` (404) if it
   * does not exist.
   *
   * @example consul.query.execute('web', { limit: 1 })
   */
  execute(
    nameOrId: string,
    options?: { readonly limit?: number; readonly near?: string; readonly connect?: boolean },
  ): readonly ServiceHealth[]
}

const QUERY_FIELDS = ['Name', 'Session', 'Service', 'OnlyPassing', 'Tags', 'Near', 'Template', 'DNS', 'TTL', 'Failover']

/** The prepared queries of an agent, without HTTP. */
export function directQueries(agent: Agent): Queries {
  return withCheckedCalls('query', queryArguments, {
    create: query =>
      translateRefusals(
        `create query ${query.Name ?? ''}`.trimEnd(),
        () => createQuery(agent, decode(querySchema, structuredClone(query))),
        QUERY_FIELDS,
      ),
    delete: id => agent.store.write(tx => deleteQuery(tx, id)),
    list: () => copy([...listQueries(agent.store.view).value]),
    execute: (nameOrId, options = {}) =>
      translateRefusals(`execute query ${nameOrId}`, () => {
        const found = runQuery(agent, nameOrId, options)
        if (!found) throw refused(`execute query ${nameOrId}`, 404, 'Query not found')
        return copy(found.nodes.map(row => renderHealth(row, true)))
      }),
  })
}
