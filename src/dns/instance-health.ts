import type { DnsInstance } from './source.ts'

/** Whether an instance may be announced: nothing critical, and nothing but passing when only that will do. */
export function isAnnounced({ statuses }: DnsInstance, onlyPassing: boolean): boolean {
  for (const status of statuses) {
    if (status === 'critical' || (onlyPassing && status !== 'passing')) return false
  }
  return true
}
