import type { Check, NodeOverview, ServiceSummary } from './types.ts'
import { countStatuses, type Status, statusOf, summaryCounts, worst } from './status.ts'

/** How many there are in all, and of each status; what has no check counts in all only. */
export type Totals = Readonly<Record<Status | 'all', number>>

export interface NodeTotals {
  readonly nodes: Totals
  readonly checks: number
  /** Checks that do not pass, the worst first. */
  readonly failing: readonly Check[]
}

/** Counts services; each is as the worst of its checks is. */
export const serviceTotals = (services: readonly ServiceSummary[]): Totals =>
  totals(services.map(service => worst(summaryCounts(service))))

/** Counts nodes and all of their checks. */
export function nodeTotals(nodes: readonly NodeOverview[]): NodeTotals {
  const checks = nodes.flatMap(({ Checks }) => Checks)
  const failing = checks.filter(({ Status }) => statusOf(Status) !== 'passing')
  return {
    nodes: totals(nodes.map(({ Checks }) => worst(countStatuses(Checks)))),
    checks: checks.length,
    failing: failing.toSorted((a, b) => SEVERITY[statusOf(b.Status)] - SEVERITY[statusOf(a.Status)]),
  }
}

const SEVERITY: Readonly<Record<Status, number>> = { passing: 0, warning: 1, critical: 2 }

function totals(statuses: readonly (Status | undefined)[]): Totals {
  const counts = { all: statuses.length, passing: 0, warning: 0, critical: 0 }
  for (const status of statuses) if (status) counts[status] += 1
  return counts
}
