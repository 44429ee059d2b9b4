import { isObject, pick, sorted } from './json.ts'
import { isOpaque, namesFor, type Names, type Places } from './names.ts'
import type { Scenario, Step } from './scenario.ts'

const INDEX_KEYS = new Set(['CreateIndex', 'ModifyIndex', 'RaftIndex', 'Index'])

const isIndex = (key: string, value: unknown): boolean =>
  (INDEX_KEYS.has(key) && Number.isInteger(value)) || key === 'x-consul-index'

function* indexesIn(value: unknown): Generator<number> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, item] of Object.entries(value)) {
    if (!isIndex(key, item)) yield* indexesIn(item)
    else if (!isOpaque(item)) yield Number(item)
  }
}

function* lamportsIn(value: unknown): Generator<number> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, item] of Object.entries(value)) {
    if (key === 'LTime' && typeof item === 'number') yield item
    else yield* lamportsIn(item)
  }
}

/** How the values of one step are named. */
interface Naming {
  readonly names: Names
  /** The server whose log the indexes belong to. */
  readonly space: string
  readonly ignore: ReadonlySet<string>
  readonly relate: ReadonlySet<string>
}

function nameItem(key: string, value: unknown, naming: Naming): unknown {
  const { names, space, ignore, relate } = naming
  if (ignore.has(key)) return '<ignored>'
  if (isIndex(key, value)) return names.index(value, space)
  if (key === 'x-consul-contenthash') return names.hash(value)
  // one in a million is small enough for a number
  if ((key === 'ContentHash' || relate.has(key)) && (typeof value === 'string' || Number(value) > 0)) {
    return names.hash(value)
  }
  if (key === 'LTime' && typeof value === 'number' && value > 0) return names.lamport(value)
  return nameAll(value, naming)
}

function nameAll(value: unknown, naming: Naming): unknown {
  const { names } = naming
  if (typeof value === 'string') return names.text(value)
  if (typeof value === 'number') return names.number(value)
  if (Array.isArray(value)) return value.map(item => nameAll(item, naming))
  if (!isObject(value)) return value
  const entries = Object.entries(value)
  return Object.fromEntries(entries.map(([key, item]) => [names.text(key), nameItem(key, item, naming)]))
}

/** Orders the arrays whose order means nothing. */
function order(seen: unknown, unordered: boolean | string): void {
  const lists =
    unordered === '*'
      ? Object.values(pick(seen, 'json') ?? {})
      : [pick(seen, typeof unordered === 'string' ? `json.${unordered}` : 'json')]
  const text = (item: unknown) => JSON.stringify(sorted(item))
  for (const list of lists) if (Array.isArray(list)) list.sort((a, b) => (text(a) < text(b) ? -1 : 1))
}

function reduce(seen: unknown, { unordered, only }: Step): unknown {
  if (unordered) order(seen, unordered)
  if (!only) return seen
  return { status: pick(seen, 'status'), ...Object.fromEntries(only.map(path => [path, pick(seen, path) ?? null])) }
}

/** All indexes behind the start-up that were seen, by server. */
function indexesBySpace(results: readonly unknown[], { starts, spaces }: Places): Map<string, number[]> {
  const found = new Map<string, number[]>(spaces.map(space => [space, []]))
  for (const [i, result] of results.entries()) {
    const space = spaces[i] ?? ''
    for (const index of indexesIn(result)) if (index > (starts[space] ?? 0)) found.get(space)?.push(index)
  }
  return found
}

/** What was seen at each step (null: nothing to see), without what differs from run to run by nature. */
export function normalise(results: readonly unknown[], scenario: Scenario, places: Places): unknown[] {
  const lamports = [...lamportsIn(results)].filter(time => time > 0)
  const names = namesFor(places, indexesBySpace(results, places), lamports)
  const [ignore, relate] = [new Set(scenario.ignore), new Set(scenario.relate)]
  return scenario.steps.map((step, i) => {
    const seen = results[i]
    const space = places.spaces[i] ?? ''
    return seen == null ? null : reduce(nameAll(seen, { names, space, ignore, relate }), step)
  })
}
