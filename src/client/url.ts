/** The parameters of a request; `true` and `''` are both written `name=`, a list repeats the name, what is undefined is left out. */
export type Query = Readonly<Record<string, string | true | readonly string[] | undefined>>

/** A path as Go writes it in a URL. */
export function escapePath(path: string): string {
  return encodeURI(path.toWellFormed()).replace(/[?#!'()*]|%5[BD]/g, char => (char.length > 1 ? char : hex(char)))
}

/** A host as Go writes it in a URL. */
export const escapeHost = (host: string): string =>
  host.replace(/[^\w\-.~!$&'()*+,;=:[\]<>"]/gu, char => encodeURIComponent(char.toWellFormed()))

/** Parameters in order of their names, as Go writes them. */
export function encodeQuery(query: Query): string {
  return Object.keys(query)
    .toSorted()
    .flatMap(name => valuesOf(query[name]).map(value => `${escapeQuery(name)}=${escapeQuery(value)}`))
    .join('&')
}

function valuesOf(value: Query[string]): readonly string[] {
  if (value === undefined) return []
  if (value === true) return ['']
  return typeof value === 'string' ? [value] : value
}

/** A text as Go writes it in a query. */
export const escapeQuery = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, hex)
    .replaceAll('%20', '+')

const hex = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`
