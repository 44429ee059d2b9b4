import { type Near, sortByDistance } from './coordinate.ts'
import { connectHealth, type Health, serviceHealth } from './health.ts'
import type { PreparedQuery, PreparedQueryService, Service, StringMap } from '../model/rows.ts'
import { importedConnect, importedHealth } from './peering/imported-health.ts'
import type { View } from './view.ts'

/** How a query is run, besides what it says itself. */
export interface ExecutionOptions {
  readonly datacenter: string
  /** The peer to look at, in the place of the query's own. */
  readonly peer?: string
  /** Look for what stands behind the service in the mesh. */
  readonly connect?: boolean
  /** The node to sort by, in place of the query's own. */
  readonly near?: string
  /** What a node to sort by stands for, such as `_agent` and `_ip`. */
  readonly nearOf: (near: string) => Near
  /** How many results are wanted at the most; 0 and less for all. */
  readonly limit?: number
  /** Whether an instance may be seen; those that may not are left out. Default: all. */
  readonly sees?: (row: Health) => boolean
  readonly shuffle: <T>(items: T[]) => readonly T[]
}

/** What running a query gave. */
export interface Execution {
  readonly query: PreparedQuery
  readonly nodes: readonly Health[]
  readonly datacenter: string
  readonly peer: string
  /** How many other places were asked in vain. */
  readonly failovers: number
  /** Instances were left out that must not be seen. */
  readonly filtered: boolean
}

/** Runs a query that was resolved, in this datacenter or among what a peer exports. The result is never waited for. */
export function executeQuery(view: View, query: PreparedQuery, options: ExecutionOptions): Execution {
  const { Service } = query
  const { peer = Service.Peer } = options
  const here = { query, datacenter: peer === '' ? options.datacenter : '', peer, failovers: 0, filtered: false }
  const value = instances(view, Service.Service, peer, Service.Connect || options.connect === true)
  const fitting = value.flatMap(row => keep(row, Service))
  const { sees = () => true } = options
  const found = options.shuffle(fitting.filter(sees))
  const filtered = found.length < fitting.length
  if (found.length === 0) return { ...here, nodes: [], filtered }
  const near = options.nearOf(options.near || Service.Near)
  const sorted = sortByDistance(view, near, found, row => row.node.Node)
  const limit = options.limit ?? 0
  return { ...here, filtered, nodes: limit > 0 ? sorted.slice(0, limit) : sorted }
}

function instances(view: View, name: string, peer: string, connect: boolean): readonly Health[] {
  if (peer !== '') return (connect ? importedConnect : importedHealth)(view, peer, name).value
  return (connect ? connectHealth : serviceHealth)(view, name).value
}

/** An instance with the checks that count, if it fits. */
function keep(row: Health, query: PreparedQueryService): readonly Health[] {
  const ignored = query.IgnoreCheckIDs ?? []
  const counted = row.checks.filter(check => !ignored.includes(check.CheckID))
  const fits =
    counted.every(({ Status }) => Status !== 'critical' && (!query.OnlyPassing || Status === 'passing')) &&
    hasAll(row.node.Meta, query.NodeMeta) &&
    hasAll(row.service.Meta, query.ServiceMeta) &&
    hasTags(row.service, query.Tags ?? [])
  return fits ? [row] : []
}

function hasAll(meta: StringMap | null, wanted: StringMap | null): boolean {
  return Object.entries(wanted ?? {}).every(
    ([key, value]) => meta !== null && Object.hasOwn(meta, key) && meta[key] === value,
  )
}

/** A tag must be there, one that begins with `!` must not; case is ignored. */
function hasTags({ Tags }: Service, wanted: readonly string[]): boolean {
  const tags = new Set((Tags ?? []).map(tag => tag.toLowerCase()))
  return wanted.every(tag => {
    const name = tag.toLowerCase()
    return name.startsWith('!') ? !tags.has(name.slice(1)) : tags.has(name)
  })
}
