import type { Query } from '../client/url.ts'
import type { Read } from '../go/struct.ts'
import { shapes } from './shapes.ts'

/** What can be said about a watch, after it was read. */
export type WatchParameters = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

/** One parameter of a type of watch. */
export interface WatchParameter {
  readonly name: string
  readonly kind: 'string' | 'boolean' | 'strings'
  /** The error when it is missing or empty. */
  readonly required?: string
}

/** One type of watch: what it asks for, and what its watchers get. */
export interface WatchType {
  /** In the order in which they are looked at. */
  readonly parameters: readonly WatchParameter[]
  /** What is wrong with a combination of parameters. */
  readonly problem?: (parameters: WatchParameters) => string | undefined
  readonly request: (parameters: WatchParameters) => { readonly path: string; readonly query?: Query }
  readonly read: Read
  /** What identifies the version of an answer. Default: its index. */
  readonly by?: 'hash'
  /** Whether 404 is an answer like any other, without a body. */
  readonly mayBeMissing?: boolean
  /** Whether only what is new since the last index is of interest. */
  readonly newOnly?: boolean
}

const string = (name: string, required?: string): WatchParameter => ({
  name,
  kind: 'string',
  ...(required !== undefined && { required }),
})
const stale: WatchParameter = { name: 'stale', kind: 'boolean' }
const filter = string('filter')

/** A parameter as part of a path. */
function part(parameters: WatchParameters, name: string): string {
  const value = parameters[name]
  return typeof value === 'string' ? value : ''
}

/** A parameter of the request: a text that is not empty, or a flag that is set. */
function given(parameters: WatchParameters, ...names: string[]): Query {
  const query: Record<string, string | true | readonly string[]> = {}
  for (const name of names) {
    const value = parameters[name]
    if (value !== undefined && value !== '' && value !== false) query[name] = value === true ? true : value
  }
  return query
}

const key = (parameters: WatchParameters, name: string): string => `/v1/kv/${part(parameters, name).replace(/^\//, '')}`

/** Every type of watch. */
export const watchTypes: Readonly<Record<string, WatchType>> = {
  key: {
    parameters: [stale, string('key', 'Must specify a single key to watch')],
    request: p => ({ path: key(p, 'key'), query: given(p, 'stale') }),
    read: shapes.pair,
    mayBeMissing: true,
  },
  keyprefix: {
    parameters: [stale, string('prefix', 'Must specify a single prefix to watch')],
    request: p => ({ path: key(p, 'prefix'), query: { recurse: true, ...given(p, 'stale') } }),
    read: shapes.pairs,
    mayBeMissing: true,
  },
  services: {
    parameters: [stale, filter],
    request: p => ({ path: '/v1/catalog/services', query: given(p, 'stale', 'filter') }),
    read: shapes.services,
  },
  nodes: {
    parameters: [stale, filter],
    request: p => ({ path: '/v1/catalog/nodes', query: given(p, 'stale', 'filter') }),
    read: shapes.nodes,
  },
  service: {
    parameters: [
      stale,
      filter,
      string('service', 'Must specify a single service to watch'),
      { name: 'tag', kind: 'strings' },
      { name: 'passingonly', kind: 'boolean' },
    ],
    request: p => ({
      path: `/v1/health/service/${part(p, 'service')}`,
      query: { ...given(p, 'stale', 'filter', 'tag'), ...(p['passingonly'] === true && { passing: '1' }) },
    }),
    read: shapes.instances,
  },
  checks: {
    parameters: [stale, string('service'), string('state'), filter],
    problem: p => (p['service'] && p['state'] ? 'Cannot specify service and state' : undefined),
    request: p => ({
      path: p['service'] ? `/v1/health/checks/${part(p, 'service')}` : `/v1/health/state/${part(p, 'state') || 'any'}`,
      query: given(p, 'stale', 'filter'),
    }),
    read: shapes.checks,
  },
  event: {
    parameters: [string('name')],
    request: p => ({ path: '/v1/event/list', query: given(p, 'name') }),
    read: shapes.events,
    newOnly: true,
  },
  connect_roots: {
    parameters: [],
    request: () => ({ path: '/v1/agent/connect/ca/roots' }),
    read: shapes.roots,
  },
  connect_leaf: {
    parameters: [string('service')],
    request: p => ({ path: `/v1/agent/connect/ca/leaf/${part(p, 'service')}` }),
    read: shapes.leaf,
  },
  agent_service: {
    parameters: [string('service_id')],
    request: p => ({ path: `/v1/agent/service/${part(p, 'service_id')}` }),
    read: shapes.agentService,
    by: 'hash',
  },
}
