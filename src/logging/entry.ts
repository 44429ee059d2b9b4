import type { LogLevel } from '../model/log-level.ts'

/** One log entry, before it is written. */
export interface LogEntry {
  /** Milliseconds since 1970. */
  readonly time: number
  readonly level: LogLevel
  /** The part that logs, as Consul names it: `agent`, `agent.http`, `agent.server`. */
  readonly module: string
  readonly message: string
  readonly fields: object
}
