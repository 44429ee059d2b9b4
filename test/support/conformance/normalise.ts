import { isObject, pick, sorted } from './json.ts'
import { isOpaque, namesFor, type Names } from './names.ts'
import type { Scenario, Step } from './scenario.ts'
import type { Target } from './target.ts'

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

function nameItem(key: string, value: unknown, names: Names, ignore: ReadonlySet<string>): unknown {
  if (isIndex(key, value)) return names.index(value)
  if (key === 'x-consul-contenthash') return names.hash(value)
  if (ignore.has(key)) return '<ignored>'
  if (key === 'ContentHash' && typeof value === 'string') return names.hash(value)
  if (key === 'LTime' && typeof value === 'number' && value > 0) return names.lamport(value)
  return nameAll(value, names, ignore)
}

function nameAll(value: unknown, names: Names, ignore: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return names.text(value)
  if (typeof value === 'number') return names.number(value)
  if (Array.isArray(value)) return value.map(item => nameAll(item, names, ignore))
  if (!isObject(value)) return value
  const entries = Object.entries(value)
  return Object.fromEntries(entries.map(([key, item]) => [names.text(key), nameItem(key, item, names, ignore)]))
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

/** What was seen at each step (null: nothing to see), without what differs from run to run by nature. */
export function normalise(results: readonly unknown[], scenario: Scenario, target: Target): unknown[] {
  const indexes = [...indexesIn(results)].filter(index => index > target.startIndex)
  const lamports = [...lamportsIn(results)].filter(time => time > 0)
  const names = namesFor(target, indexes, lamports)
  const ignore = new Set(scenario.ignore)
  return scenario.steps.map((step, i) => {
    const seen = results[i]
    return seen == null ? null : reduce(nameAll(seen, names, ignore), step)
  })
}
