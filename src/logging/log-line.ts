import type { LogLevel } from '../model/log-level.ts'

/** Levels by rising severity. */
export const LEVELS: Readonly<Record<LogLevel, number>> = { trace: 0, debug: 1, info: 2, warn: 3, error: 4 }

/** The level that a name stands for, whatever its case: Consul takes `err` for `error`. */
export function levelOf(name: string): LogLevel | undefined {
  const level = name.toLowerCase() === 'err' ? 'error' : name.toLowerCase()
  return Object.hasOwn(LEVELS, level) ? (level as LogLevel) : undefined
}

/** One thing that was logged. */
export interface LogEntry {
  /** Milliseconds since 1970. */
  readonly time: number
  readonly level: LogLevel
  readonly message: string
  readonly fields: object
}

/** As Consul writes it: `2026-11-21T04:00:00.000Z [INFO]  agent: Started HTTP server: address=127.0.0.1:8500`. */
export function readableLine({ time, level, message, fields }: LogEntry): string {
  const label = `[${level.toUpperCase()}]`.padEnd(7)
  const [module, said] = splitModule(message)
  const pairs = Object.entries(fields).map(([name, value]) => ` ${name}=${showField(value)}`)
  const text = pairs.length === 0 ? said : `${said}:${pairs.join('')}`
  return `${new Date(time).toISOString()} ${label} ${module}: ${oneLine(text)}`
}

/** The part that speaks (`agent.http: …`; the agent itself when none is named) and what it says. */
export function splitModule(message: string): readonly [module: string, said: string] {
  const [, module, said] = /^([a-z]+(?:\.[a-z]+)*): (.*)$/s.exec(message) ?? []
  return module === undefined || said === undefined ? ['agent', message] : [module, said]
}

function showField(value: unknown): string {
  if (value instanceof Error) return showField(value.message)
  const text = typeof value === 'string' ? value : typeof value === 'object' ? safeJson(value) : String(value)
  return /^[^\s"=\x00-\x1f]*$/.test(text) ? text : JSON.stringify(text).replaceAll('\\\\', '\\')
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? String(member) : member))
  } catch {
    return '[object]'
  }
}

/** What clients send must not make lines of its own. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' | ')
