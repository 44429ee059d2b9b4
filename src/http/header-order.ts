import { machineDate } from './fast-path/date-line.ts'

export const TYPE = 'Content-Type'

/** Whether a type is configured, which stands first: handlers that name one put theirs in its place, and none is looked for. */
export const hasType = (configured: readonly string[]): boolean => configured[0] === TYPE

/**
 * Puts headers in the order in which Go's server writes them: by name, in place. They are few and nearly in order, which is
 * what inserting is fast at. `headers`: names and values in turn; those of one name stay in the order that they have.
 */
export function sortHeaders(headers: string[]): string[] {
  for (let at = 2; at < headers.length; at += 2) {
    const [name = '', value = ''] = [headers[at], headers[at + 1]]
    let to = at
    for (; to > 0 && (headers[to - 2] ?? '') > name; to -= 2) {
      headers[to] = headers[to - 2] ?? ''
      headers[to + 1] = headers[to - 1] ?? ''
    }
    if (to === at) continue
    headers[to] = name
    headers[to + 1] = value
  }
  return headers
}

/** The headers with the time of the machine at its place, where they have no date of their own. */
export function withDate(headers: readonly string[], dateAt = headers.length): string[] {
  const dated = [...headers]
  if (!headers.some((item, i) => i % 2 === 0 && item.toLowerCase() === 'date'))
    dated.splice(dateAt, 0, 'Date', machineDate())
  return dated
}
