import type { ServiceSummary } from './types.ts'

/** What a check says. */
export type Status = 'passing' | 'warning' | 'critical'

export type Counts = Readonly<Record<Status, number>>

export const STATUSES: readonly Status[] = ['passing', 'warning', 'critical']

/** A status that may be any text, as a known one: an unknown one is critical, as in Consul. */
export const statusOf = (text: string): Status => STATUSES.find(status => status === text) ?? 'critical'

/** How many of each. */
export function countStatuses(checks: readonly { readonly Status: string }[]): Counts {
  const counts = { passing: 0, warning: 0, critical: 0 }
  for (const { Status } of checks) counts[statusOf(Status)] += 1
  return counts
}

/** The checks of a service as its summary counts them. */
export const summaryCounts = ({ ChecksPassing, ChecksWarning, ChecksCritical }: ServiceSummary): Counts => ({
  passing: ChecksPassing,
  warning: ChecksWarning,
  critical: ChecksCritical,
})

/** How many there are of each status, and in all: what has no check is of none. */
export function statusCounts(statuses: readonly (Status | undefined)[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = { all: statuses.length }
  for (const status of statuses) if (status) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

/** A number that is the greater, the worse it is: for sorting. */
export const severity = ({ warning, critical }: Counts): number => critical * 1e6 + warning

/** The worst that there is; undefined without any check. */
export function worst({ passing, warning, critical }: Counts): Status | undefined {
  if (critical > 0) return 'critical'
  if (warning > 0) return 'warning'
  return passing > 0 ? 'passing' : undefined
}
