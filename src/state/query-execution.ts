import { sortByDistance } from './coordinate.ts'
import { connectHealth, type Health, serviceHealth } from './health.ts'
import type { PreparedQuery, PreparedQueryService, Service, StringMap } from '../model/rows.ts'
import type { View } from './view.ts'

/** How a query is run, besides what it says itself. */
export interface ExecutionOptions {
  readonly datacenter: string
  /** Look for what stands behind the service in the mesh. */
  readonly connect?: boolean
  /** The node to sort by, in place of the query's own. */
  readonly near?: string
  /** What `_agent` and `_ip` stand for; '' where unknown. */
  readonly nodeOf: (near: string) => string
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

/** Runs a query that was resolved, in this datacenter alone. The result is never waited for. A peer has nothing. */
export function executeQuery(view: View, query: PreparedQuery, options: ExecutionOptions): Execution {
  const { Service } = query
  const here = { query, datacenter: options.datacenter, peer: '', failovers: 0, filtered: false }
  if (Service.Peer !== '') return { ...here, nodes: [], datacenter: '', peer: Service.Peer }
  const { value } = (Service.Connect || options.connect === true ? connectHealth : serviceHealth)(view, Service.Service)
  const fitting = value.flatMap(row => keep(row, Service))
  const { sees = () => true } = options
  const found = options.shuffle(fitting.filter(sees))
  const filtered = found.length < fitting.length
  if (found.length === 0) return { ...here, nodes: [], filtered }
  const near = options.nodeOf(options.near || Service.Near)
  const sorted = sortByDistance(view, near, found, row => row.node.Node)
  const limit = options.limit ?? 0
  return { ...here, filtered, nodes: limit > 0 ? sorted.slice(0, limit) : sorted }
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
