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
 * A prepared query, in the API's own form.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/query#create-prepared-query
 */
export interface QueryDefinition {
  /** What it is asked for by; its ID where there is none. */
  readonly Name?: string
  /** A session with which it goes. */
  readonly Session?: string
  /** Which service, and which of its instances. */
  readonly Service: {
    /** Name of the service. */
    readonly Service: string
    /** Leave out instances with a warning, too. */
    readonly OnlyPassing?: boolean
    /** Tags they must have, or with a `!` before them must not have. */
    readonly Tags?: readonly string[]
    /** The node to sort by; `_agent` for the agent's own. */
    readonly Near?: string
    /** The rest of it as Consul has it. */
    readonly [field: string]: unknown
  }
  /** `{ Type: 'name_prefix_match' }` makes it a template for all names that begin with its own. */
  readonly Template?: { readonly Type: string; readonly Regexp?: string; readonly RemoveEmptyTags?: boolean }
  /** How long DNS answers live, such as `10s`. */
  readonly DNS?: { readonly TTL: string }
}

/** A prepared query as it is stored. */
export interface QueryInfo extends QueryDefinition, Indexed {
  /** A UUID. */
  readonly ID: string
}

/**
 * Prepared queries. Each write is a commit of its own.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/query
 */
export interface Queries {
  /**
   * Adds a query and gives its ID. Throws `MC_ERR_REFUSED`: 400 for a field that Consul does not know, 500 for what it does not take.
   *
   * @example consul.query.create({ Name: 'web', Service: { Service: 'web', OnlyPassing: true } })
   */
  create(query: QueryDefinition): string
  /**
   * Removes a query. What is not there is no error.
   *
   * @example consul.query.delete(id)
   */
  delete(id: string): void
  /**
   * All queries, by ID.
   *
   * @example consul.query.list().map(query => query.Name)
   */
  list(): readonly QueryInfo[]
  /**
   * Runs the query of that name or ID, templates included, and gives what it found, in random order. Throws `MC_ERR_REFUSED` (404)
   * when there is none.
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
