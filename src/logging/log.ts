import type { LogLevel } from '../model/log-level.ts'
import { callerLogger, type CallerLogger } from './caller-logger.ts'
import type { LogEntry } from './entry.ts'
import { LEVELS } from './levels.ts'
import type { Logger, PinoLike } from './logger.ts'
import type { LogStream, PinoWriter } from './pino-writer.ts'

export type { LogLevel } from '../model/log-level.ts'
export type { LineDestination, LogStream } from './pino-writer.ts'

export interface LogOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** A logger of the caller's own, which gets everything. Default: none. */
  readonly logger?: Logger | PinoLike | undefined
  /** Lines wait until `release` or `flush` is called. Default false. */
  readonly held?: boolean
}

/** A stream that has joined a log. */
export interface JoinedStream {
  setLevel(level: LogLevel): void
  /** Takes it out. Idempotent. */
  leave(): void
}

interface Joined {
  stream: LogStream
  remove: (() => void) | undefined
}

const NOTHING = Infinity

/**
 * The log of one agent: a child logger for each module, one stream for each reader. pino writes the lines. It is loaded when a line
 * is first wanted, and lines wait for it, because that takes 4 ms (8 without V8's cache), which most emulators inside of tests and
 * the first answer of an agent need not wait for.
 */
export class Log {
  readonly #now: () => number
  readonly #caller: CallerLogger | undefined
  readonly #modules = new Map<string, Logger>()
  readonly #streams = new Set<Joined>()
  readonly #early: LogEntry[] = []
  #writer: PinoWriter | undefined
  #loading: Promise<void> | undefined
  #held: boolean
  /** The lowest level that a stream wants. */
  #threshold = NOTHING

  constructor({ now, logger, held = false }: LogOptions) {
    this.#now = now
    this.#held = held
    this.#caller = logger && callerLogger(logger)
  }

  /** Whether anything reads `debug` lines. */
  get debugging(): boolean {
    return this.#threshold <= LEVELS.debug || this.#caller?.debugging === true
  }

  /** The logger of a module, named as Consul names it: `agent.http`. */
  module(name: string): Logger {
    const known = this.#modules.get(name)
    if (known) return known
    const logger = new ModuleLogger(this, (level, message, fields) => this.#log(level, name, message, fields))
    this.#modules.set(name, logger)
    return logger
  }

  /** Lets a stream have all further lines of its level and severer ones. */
  join(stream: LogStream): JoinedStream {
    const joined: Joined = { stream, remove: this.#writer?.add(stream) }
    this.#streams.add(joined)
    this.#raise()
    return {
      setLevel: level => {
        joined.stream = { ...joined.stream, level }
        this.#raise()
        if (!joined.remove || !this.#writer) return
        joined.remove()
        joined.remove = this.#writer.add(joined.stream)
      },
      leave: () => {
        this.#streams.delete(joined)
        this.#raise()
        joined.remove?.()
        joined.remove = undefined
      },
    }
  }

  /** Has the lines written that wait. */
  release(): void {
    this.#held = false
    if (this.#early.length > 0) this.#loading ??= this.#load()
  }

  /** Resolves when all that was logged is written. */
  async flush(): Promise<void> {
    this.release()
    await this.#loading
  }

  #raise(): void {
    this.#threshold = Math.min(NOTHING, ...Array.from(this.#streams, ({ stream }) => LEVELS[stream.level]))
  }

  #log(level: LogLevel, module: string, message: string, fields: object = {}): void {
    const wanted = LEVELS[level] >= this.#threshold
    if (!wanted && !this.#caller) return
    const entry: LogEntry = { time: this.#now(), level, module, message, fields }
    this.#caller?.write(entry)
    if (!wanted) return
    if (this.#writer) return this.#writer.write(entry)
    this.#early.push(entry)
    if (!this.#held) this.#loading ??= this.#load()
  }

  async #load(): Promise<void> {
    const { PinoWriter } = await import('./pino-writer.ts')
    const writer = new PinoWriter()
    for (const joined of this.#streams) joined.remove = writer.add(joined.stream)
    for (const entry of this.#early.splice(0)) writer.write(entry)
    this.#writer = writer
  }
}

type Write = (level: LogLevel, message: string, fields?: object) => void

class ModuleLogger implements Logger {
  readonly #log: Log
  readonly #write: Write

  constructor(log: Log, write: Write) {
    this.#log = log
    this.#write = write
  }

  get debugging(): boolean {
    return this.#log.debugging
  }

  debug(message: string, fields?: object): void {
    this.#write('debug', message, fields)
  }

  info(message: string, fields?: object): void {
    this.#write('info', message, fields)
  }

  warn(message: string, fields?: object): void {
    this.#write('warn', message, fields)
  }

  error(message: string, fields?: object): void {
    this.#write('error', message, fields)
  }
}
