import { compareBytes } from '../lib/compare-bytes.ts'
import type { Check } from '../model/rows.ts'
import { keyOf } from './schema.ts'
import type { View } from './view.ts'

/** How many of something there are, and how they fare. */
export interface Count {
  /** None of the nodes as a whole. */
  readonly Name?: string
  readonly Total: number
  readonly Passing: number
  readonly Warning: number
  readonly Critical: number
}

export interface CatalogCounts {
  readonly Nodes: readonly Count[]
  readonly Services: readonly Count[]
  readonly Checks: readonly Count[]
}

type Fare = 'Passing' | 'Warning' | 'Critical'

const FARES: Readonly<Record<string, Fare>> = { passing: 'Passing', warning: 'Warning', critical: 'Critical' }

/** Counts nodes by the checks of their own, instances by theirs, and checks by name. */
export function countCatalog(view: View): CatalogCounts {
  const of = (node: string, service: string): Fare => worst(view.by('checks', 'instance', keyOf(node, service)))
  const services = new Counts()
  const checks = new Counts()
  const nodes = new Counts()
  for (const { Node } of view.scan('nodes')) nodes.add('', of(Node, ''))
  for (const { Service, Node, ID } of view.scan('services')) services.add(Service, of(Node, ID))
  for (const { Name, Status } of view.scan('checks')) checks.add(Name, FARES[Status])
  return { Nodes: nodes.list(), Services: services.list(), Checks: checks.list() }
}

/** Whatever is no warning and not critical is as good as passing. */
function worst(checks: readonly Check[]): Fare {
  if (checks.some(({ Status }) => Status === 'critical')) return 'Critical'
  return checks.some(({ Status }) => Status === 'warning') ? 'Warning' : 'Passing'
}

class Counts {
  readonly #byName = new Map<string, Count>()

  add(name: string, fare: Fare | undefined): void {
    const { Name: _name, ...before } = this.#byName.get(name) ?? { Total: 0, Passing: 0, Warning: 0, Critical: 0 }
    const count = { ...before, Total: before.Total + 1, ...(fare && { [fare]: before[fare] + 1 }) }
    this.#byName.set(name, name === '' ? count : { Name: name, ...count })
  }

  list(): readonly Count[] {
    return [...this.#byName].sort(([a], [b]) => compareBytes(a, b)).map(([, count]) => count)
  }
}
