import type { Weights } from './rows.ts'

const MAX_WEIGHT = 65_535

/** What is wrong with the share of an instance in DNS answers, in Consul's text. */
export function weightsProblem({ Passing, Warning }: Weights): string | undefined {
  if (Passing < 1) return 'Passing must be greater than 0'
  if (Warning < 0) return 'Warning must be greater or equal than 0'
  if (Passing > MAX_WEIGHT || Warning > MAX_WEIGHT) return 'DNS Weight must be between 0 and 65535'
  return undefined
}
