import type { Target } from './target.ts'
import { usualConfig } from './target.ts'

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g
/** From so many digits on an index was made from an ID, and has no place in the log. */
const OPAQUE_DIGITS = 13

/** Gives each value a name when it is first seen: `<uuid-1>`, `<uuid-2>`, … */
function namer(kind: string): (value: unknown) => string {
  const names = new Map<unknown, string>()
  return value => {
    const name = names.get(value) ?? `<${kind}-${names.size + 1}>`
    names.set(value, name)
    return name
  }
}

/** Names for what differs from run to run, by its relation to the rest of the scenario. */
export interface Names {
  /** Texts: UUIDs, times, the agent's folder and ports. */
  text(text: string): string
  number(value: number): number | string
  /** An index: its place among all indexes seen. */
  index(value: unknown): number | string | undefined
  hash(value: unknown): string
  lamport(value: number): string
}

export const isOpaque = (index: unknown): boolean => String(index).length >= OPAQUE_DIGITS

/** `indexes` and `lamports`: all that were seen anywhere in the scenario. */
export function namesFor(target: Target, indexes: Iterable<number>, lamports: Iterable<number>): Names {
  const ascending = (numbers: Iterable<number>) => [...new Set(numbers)].sort((a, b) => a - b)
  const ranks = new Map(ascending(indexes).map((index, i) => [index, `index+${i + 1}`]))
  const times = ascending(lamports)
  const open = Object.entries(target.ports).filter(([, port]) => Number(port) > 0)
  const ports = open.map(([name, port]) => ({
    port,
    name: `<${name}>`,
    pattern: new RegExp(`(?<![\\d.])${port}(?!\\d)`, 'g'),
  }))
  const [uuid, hash, opaque] = [namer('uuid'), namer('hash'), namer('opaque')]

  return {
    hash,
    lamport: value => `ltime+${times.indexOf(value) + 1}`,
    number: value => ports.find(({ port }) => port === String(value))?.name ?? value,
    text(text) {
      const named = text
        .replace(UUID, id => (id === usualConfig.node_id ? id : uuid(id)))
        .replaceAll(target.dir, '<dir>')
        .replace(TIME, '<time>')
        .replace(/current modify index \d+ != \d+/g, 'current modify index <index> != <index>')
      return ports.reduce((t, { pattern, name }) => t.replace(pattern, name), named)
    },
    index(value) {
      if (isOpaque(value)) return opaque(String(value))
      const index = Number(value)
      if (index === 0) return 0
      return index <= target.startIndex ? 'index<=start' : ranks.get(index)
    },
  }
}
