import { unescapeBytes } from '../go/percent.ts'
import { decodeBinary, encodePercent } from '../go/json/utf8.ts'

/** A query string as Go reads it: members in order, names with or without values, `+` for a space. */
export class QueryString {
  readonly #names: readonly string[]
  readonly #values: readonly string[]

  /** The values stand where their names do. */
  constructor(names: readonly string[], values: readonly string[]) {
    this.#names = names
    this.#values = values
  }

  /** Whether there is anything to look for. */
  get isEmpty(): boolean {
    return this.#names.length === 0
  }

  /** Whether the name occurs, with whatever value: how Consul's switches are read. */
  has(name: string): boolean {
    return this.#names.includes(name)
  }

  /** The first value; '' when there is none. */
  get(name: string): string {
    return this.#values[this.#names.indexOf(name)] ?? ''
  }

  all(name: string): readonly string[] {
    return this.#values.filter((_, i) => this.#names[i] === name)
  }

  /** All members by name and encoded anew, as Go's url.Values.Encode has them. */
  encode(): string {
    return this.#names
      .map((name, i) => [name, this.#values[i] ?? ''] as const)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, value]) => `${escape(key)}=${escape(value)}`)
      .join('&')
  }
}

export const NO_QUERY = new QueryString([], [])

/** Undefined when the text cannot be decoded. */
export function parseQueryString(text: string): QueryString | undefined {
  if (text === '') return NO_QUERY
  if (text.includes(';')) return undefined
  const all = text.split('&')
  const members = all.includes('') ? all.filter(member => member !== '') : all
  const names = members.map(nameOf)
  const values = members.map(valueOf)
  return isWhole(names) && isWhole(values) ? new QueryString(names, values) : undefined
}

const isWhole = (texts: readonly (string | undefined)[]): texts is readonly string[] => !texts.includes(undefined)

function nameOf(member: string): string | undefined {
  const at = member.indexOf('=')
  return unescapeQuery(at < 0 ? member : member.slice(0, at))
}

function valueOf(member: string): string | undefined {
  const at = member.indexOf('=')
  return at < 0 ? '' : unescapeQuery(member.slice(at + 1))
}

const PLAIN = /^[\w.~:/,-]*$/

/** The text that a member stands for; undefined when an escape is broken. */
export function unescapeQuery(text: string): string | undefined {
  if (PLAIN.test(text)) return text
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  const bytes = unescapeBytes(spaced)
  return bytes === undefined ? undefined : decodeBinary(bytes)
}

function escape(text: string): string {
  return encodePercent(text, encodeURIComponent)
    .replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
}
