import type { Step } from '../conformance/scenario.ts'
import type { Divergence } from './compare.ts'

const PLACEHOLDER = /<[^>]*>|"[^"]*"|\d+/g

/**
 * What a divergence has in common with others of its kind: the endpoint without its names, and the place of the first
 * difference without its values. One of each kind is worth reading.
 */
export function kindOf(step: Step, { differences }: Divergence): string {
  const path = (step.path ?? step.dns?.type ?? (step.await === undefined ? '' : 'blocked')).split('?')[0] ?? ''
  const endpoint = path.split('/').slice(0, 4).join('/')
  const [first = ''] = differences
  return `${step.method ?? ''} ${endpoint} ${first.replace(PLACEHOLDER, '…').slice(0, 120)}`
}
