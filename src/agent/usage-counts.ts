import type { Service } from '../model/rows.ts'
import { fold } from '../state/schema.ts'
import type { Committed, Store } from '../state/store.ts'
import type { View } from '../state/view.ts'

type Change = Readonly<Record<'before' | 'after', Service | undefined>>

/** The servers' own service, which nobody is billed for. */
const OWN = 'consul'

/**
 * What Consul counts along with each commit instead of when it is asked. The counts drift from what there is, as there: a name that
 * comes in another spelling, and an instance that takes the servers' name and another kind at once, are counted twice or not at all.
 */
export class UsageCounts {
  readonly #store: Store
  #names = 0
  #billable = 0

  constructor(store: Store) {
    this.#store = store
    this.#restored()
    store.onCommit(commit => (commit.restored ? this.#restored() : this.#count(changesOf(commit))), ['services'])
  }

  /** How many names services have. */
  get names(): number {
    return this.#names
  }

  /** How many instances there are that somebody is billed for. */
  get billable(): number {
    return this.#billable
  }

  #restored(): void {
    this.#names = 0
    this.#billable = 0
    const rows = this.#store.view.scan('services')
    this.#count(Array.from(rows, after => ({ before: undefined, after })))
  }

  #count(changes: readonly Change[]): void {
    const billed = changes.reduce((sum, change) => sum + billedMore(change), 0)
    this.#billable = Math.max(0, this.#billable + billed)
    this.#names = Math.max(0, this.#names + namesMore(this.#store.view, changes))
  }
}

/** One change for each row that a commit wrote. */
function changesOf({ rows }: Committed): readonly Change[] {
  const changes = new Map<string, Change>()
  for (const { table, key, before, after } of rows) {
    if (table !== 'services') continue
    const first = changes.get(key)
    changes.set(key, {
      before: first ? first.before : (before as Service | undefined),
      after: after as Service | undefined,
    })
  }
  return [...changes.values()]
}

/** A name is new where all its instances are, and gone where there are none, whatever spelling those have. */
function namesMore(view: View, changes: readonly Change[]): number {
  const more = new Map<string, number>()
  const add = (name: string, count: number): unknown => more.set(name, (more.get(name) ?? 0) + count)
  for (const { before, after } of changes) {
    if (before?.Service === after?.Service) continue
    if (before) add(before.Service, -1)
    if (after) add(after.Service, 1)
  }
  let sum = 0
  for (const [name, count] of more) {
    const there = view.by('services', 'name', fold(name)).length
    if (count > 0 && there === count) sum++
    else if (count < 0 && there === 0) sum--
  }
  return sum
}

const isBilled = ({ Service, Kind }: Service): boolean => Kind === '' && Service !== OWN

function billedMore({ before, after }: Change): number {
  if (!before || !after) return (after && isBilled(after) ? 1 : 0) - (before && isBilled(before) ? 1 : 0)
  const ofKind = Number(after.Kind === '') - Number(before.Kind === '')
  if (before.Service === after.Service) return ofKind
  if (after.Service === OWN) return ofKind - 1
  return ofKind + (before.Service === OWN && after.Kind === '' ? 1 : 0)
}
