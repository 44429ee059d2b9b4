import type { Probe } from './periodic.ts'

/** The result of a kind of check that is accepted but not built: critical, and it says why. */
export function notBuilt(kind: string): Probe {
  return () => Promise.resolve({ status: 'critical', output: `miniconsul does not run ${kind} checks` })
}
