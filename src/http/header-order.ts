import { machineDate } from './fast-path/date-line.ts'

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

/** How long the body is, and behind it of what type, where Go's server looks into it; -1: the length is not told at the end. */
function lengthAt(headers: readonly string[]): number {
  const end = headers.length - (headers.at(-2) === 'Content-Type' ? 4 : 2)
  return headers[end] === 'Content-Length' ? end : -1
}

/** Where the date stands: behind what a handler says and before how long the body is, as Go's server has it. */
export function dateAt(headers: readonly string[]): number {
  const at = lengthAt(headers)
  return at < 0 ? headers.length : at
}

/** The headers of an answer whose body was not written, of which Go tells no length. */
export const withoutLength = (headers: readonly string[]): readonly string[] =>
  lengthAt(headers) < 0 ? headers : headers.toSpliced(lengthAt(headers), 2)

/** The headers with the time of the machine, where they have no date of their own. */
export function withDate(headers: readonly string[]): string[] {
  const dated = [...headers]
  if (!headers.some((item, i) => i % 2 === 0 && item.toLowerCase() === 'date'))
    dated.splice(dateAt(headers), 0, 'Date', machineDate())
  return dated
}
