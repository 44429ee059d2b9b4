import { usualConfig } from './target.ts'
import type { Variables } from './variables.ts'

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

/** Where the agents of a scenario are, and what of their logs belongs to their start-up. */
export interface Places {
  /** Ports and folders by name. */
  readonly places: Variables
  /** The index up to which everything belongs to the start-up, by server. */
  readonly starts: Readonly<Record<string, number>>
  /** The server whose log the indexes of each step belong to. */
  readonly spaces: readonly string[]
}

/** Names for what differs from run to run, by its relation to the rest of the scenario. */
export interface Names {
  /** Texts: UUIDs, times, the agents' folders and ports. */
  text(text: string): string
  number(value: number): number | string
  /** An index: its place among all indexes of that server's log that were seen. */
  index(value: unknown, space: string): number | string | undefined
  hash(value: unknown): string
  lamport(value: number): string
}

export const isOpaque = (index: unknown): boolean => String(index).length >= OPAQUE_DIGITS

const ascending = (numbers: Iterable<number>): number[] => [...new Set(numbers)].sort((a, b) => a - b)

/** The numbers of a log's indexes, in order of size. */
function rankNames(space: string, indexes: Iterable<number>): ReadonlyMap<number, string> {
  const prefix = space === '' ? '' : `${space} `
  return new Map(ascending(indexes).map((index, i) => [index, `${prefix}index+${i + 1}`]))
}

/** `indexes` (by server) and `lamports`: all that were seen anywhere in the scenario. */
export function namesFor(
  { places, starts }: Places,
  indexes: ReadonlyMap<string, Iterable<number>>,
  lamports: Iterable<number>,
): Names {
  const ranks = new Map([...indexes].map(([space, seen]) => [space, rankNames(space, seen)]))
  const times = ascending(lamports)
  const named = Object.entries(places)
  const ports = named
    .filter(([name, port]) => name.endsWith('_port') && Number(port) > 0)
    .map(([name, port]) => ({ port, name: `<${name}>`, pattern: new RegExp(`(?<![\\d.])${port}(?!\\d)`, 'g') }))
  const folders = named.filter(([name]) => /(^|_)dir$/.test(name))
  const [uuid, hash, opaque] = [namer('uuid'), namer('hash'), namer('opaque')]

  return {
    hash,
    lamport: value => `ltime+${times.indexOf(value) + 1}`,
    number: value => ports.find(({ port }) => port === String(value))?.name ?? value,
    text(text) {
      let result = text.replace(UUID, id => (id === usualConfig.node_id ? id : uuid(id)))
      for (const [name, folder] of folders) result = result.replaceAll(folder, `<${name}>`)
      result = result
        .replace(TIME, '<time>')
        .replace(/current modify index \d+ != \d+/g, 'current modify index <index> != <index>')
        .replace(/reset index: \d+/g, 'reset index: <index>')
      return ports.reduce((t, { pattern, name }) => t.replace(pattern, name), result)
    },
    index(value, space) {
      if (isOpaque(value)) return opaque(String(value))
      const index = Number(value)
      if (index === 0) return 0
      return index <= (starts[space] ?? 0) ? 'index<=start' : ranks.get(space)?.get(index)
    },
  }
}
