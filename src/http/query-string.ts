/** A query string as Go reads it: members in order, names with or without values, `+` for a space. */
export class QueryString {
  readonly #members: readonly (readonly [string, string])[]

  constructor(members: readonly (readonly [string, string])[]) {
    this.#members = members
  }

  /** Whether there is anything to look for. */
  get isEmpty(): boolean {
    return this.#members.length === 0
  }

  /** Whether the name occurs, with whatever value: how Consul's switches are read. */
  has(name: string): boolean {
    return this.#members.some(([key]) => key === name)
  }

  /** The first value; '' when there is none. */
  get(name: string): string {
    return this.#members.find(([key]) => key === name)?.[1] ?? ''
  }

  all(name: string): readonly string[] {
    return this.#members.filter(([key]) => key === name).map(([, value]) => value)
  }

  /** All members by name and encoded anew, as Go's url.Values.Encode has them. */
  encode(): string {
    return [...this.#members]
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, value]) => `${escape(key)}=${escape(value)}`)
      .join('&')
  }
}

const EMPTY = new QueryString([])

/** Undefined when the text cannot be decoded. */
export function parseQueryString(text: string): QueryString | undefined {
  if (text === '') return EMPTY
  const members: [string, string][] = []
  for (const part of text.split('&')) {
    if (part === '') continue
    if (part.includes(';')) return undefined
    const at = part.indexOf('=')
    const key = unescapeQuery(at < 0 ? part : part.slice(0, at))
    const value = at < 0 ? '' : unescapeQuery(part.slice(at + 1))
    if (key === undefined || value === undefined) return undefined
    members.push([key, value])
  }
  return new QueryString(members)
}

function unescapeQuery(text: string): string | undefined {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  const bytes = unescapeBytes(spaced)
  return bytes === undefined ? undefined : Buffer.from(bytes, 'latin1').toString('utf8')
}

/** The bytes (one a unit) of a percent-encoded text; undefined when an escape is broken. */
export function unescapeBytes(text: string): string | undefined {
  if (!text.includes('%')) return text
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return undefined
  return text.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function escape(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
}
