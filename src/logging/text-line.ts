import type { LogEntry } from './entry.ts'

/** Characters of a field that are shown. */
const LONGEST = 16 * 1024

/** An entry in Consul's text form: `2026-11-21T04:00:00.000Z [INFO]  agent: Started HTTP server: address=127.0.0.1:8500`. */
export function textLine({ time, level, module, message, fields }: LogEntry): string {
  const label = `[${level.toUpperCase()}]`.padEnd(7)
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [` ${name}=${show(value)}`],
  )
  const text = pairs.length === 0 ? message : `${message}:${pairs.join('')}`
  return `${new Date(time).toISOString()} ${label} ${module}: ${oneLine(text)}`
}

function show(value: unknown): string {
  if (value instanceof Error) return show(value.message)
  const text = cut(typeof value === 'string' ? value : typeof value === 'object' ? safeJson(value) : String(value))
  return /^[^\s"=\x00-\x1f]*$/.test(text) ? text : JSON.stringify(text).replaceAll('\\\\', '\\')
}

/** An error may quote a body of megabytes, which takes a second to write into a line. */
const cut = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}... (${text.length} characters)` : text

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? String(member) : member))
  } catch {
    return '[object]'
  }
}

/** What clients send must not make lines of its own. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' | ')
