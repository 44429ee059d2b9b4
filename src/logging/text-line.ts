import { escapeUnprintable, isPrintable } from '../go/quote.ts'
import type { LogEntry } from './entry.ts'

/** Characters of a field that are shown. */
const LONGEST = 16 * 1024

/** An entry in Consul's text form: `2026-11-21T04:00:00.000Z [INFO]  agent: Started HTTP server: address=127.0.0.1:8500`. */
export function textLine({ time, level, module, message, fields }: LogEntry): string {
  const label = `[${level.toUpperCase()}]`.padEnd(7)
  const pairs = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [pair(name, value)]))
  const text = pairs.length === 0 ? oneLine(message) : `${oneLine(message)}:${pairs.join('')}`
  return `${new Date(time).toISOString()} ${label} ${module}: ${text}`
}

/** A value of several lines stands below its name, so that none of them looks like an entry. */
function pair(name: string, value: unknown): string {
  const text = asText(value)
  if (!text.includes('\n')) return ` ${oneLine(name)}=${quoted(text)}`
  const lines = text.replace(/\n$/, '').split('\n')
  return `\n  ${oneLine(name)}=\n${lines.map(line => `  | ${escaped(line)}\n`).join('')}  `
}

function asText(value: unknown): string {
  if (value instanceof Error) return asText(value.message)
  return cut(typeof value === 'string' ? value : typeof value === 'object' ? safeJson(value) : String(value))
}

/** What lies outside this range is quoted. */
const quoted = (text: string): string => (/^[\x2d-\x7e]+$/.test(text) ? text : escape(text))

const escaped = (line: string): string => (isPrintable(line) ? line : escape(line).slice(1, -1).replaceAll('\\"', '"'))

const escape = (text: string): string =>
  escapeUnprintable(
    JSON.stringify(text).replaceAll('\\\\', '\\'),
    char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

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
