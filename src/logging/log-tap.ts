import type { Clock } from '../lib/clock.ts'
import type { LogLevel } from '../model/log-level.ts'
import { LEVELS, type LogEntry } from './log-line.ts'
import type { Logger } from './logger.ts'

/** A logger to which others can listen while it hands all on. */
export class LogTap implements Logger {
  readonly #next: Logger
  readonly #clock: Clock
  readonly #listeners = new Set<(entry: LogEntry) => void>()

  constructor(next: Logger, clock: Clock) {
    this.#next = next
    this.#clock = clock
  }

  get debugging(): boolean {
    return this.#listeners.size > 0 || this.#next.debugging === true
  }

  debug(message: string, fields?: object): void {
    this.#next.debug(message, fields)
    this.#tell('debug', message, fields)
  }

  info(message: string, fields?: object): void {
    this.#next.info(message, fields)
    this.#tell('info', message, fields)
  }

  warn(message: string, fields?: object): void {
    this.#next.warn(message, fields)
    this.#tell('warn', message, fields)
  }

  error(message: string, fields?: object): void {
    this.#next.error(message, fields)
    this.#tell('error', message, fields)
  }

  /** Calls `listener` for every entry of that level or a graver one, until the returned function is called. */
  subscribe(listener: (entry: LogEntry) => void, level: LogLevel): () => void {
    const graver = (entry: LogEntry): void => {
      if (LEVELS[entry.level] >= LEVELS[level]) listener(entry)
    }
    this.#listeners.add(graver)
    return () => this.#listeners.delete(graver)
  }

  #tell(level: LogLevel, message: string, fields: object = {}): void {
    if (this.#listeners.size === 0) return
    const entry: LogEntry = { time: this.#clock.now(), level, message, fields }
    for (const listener of [...this.#listeners]) listener(entry)
  }
}
