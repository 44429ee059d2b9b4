import type { Logger as Pino } from 'pino'
import type { LogLevel } from '../model/log-level.ts'
import { LEVELS, type LogEntry, readableLine, splitModule } from './log-line.ts'
import type { Logger } from './logger.ts'

export type { LogLevel } from '../model/log-level.ts'
export type { LogEntry } from './log-line.ts'

/** Takes whole lines, each with the end of line: a stream such as `process.stdout`. */
export interface LogDestination {
  write(line: string): unknown
}

export interface LogOptions {
  readonly level: LogLevel
  /** JSON lines with Consul's names; readable ones otherwise. */
  readonly json: boolean
  readonly destination: LogDestination
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** A logger of lines, to which others can listen, too. */
export interface Log extends Logger {
  /** Calls `listener` for every entry of that level or a graver one, whatever the destination takes, until the function returned is called. */
  subscribe(listener: (entry: LogEntry) => void, level: LogLevel): () => void
  setLevel(level: LogLevel): void
  /** Resolves when all that was logged is written. */
  flush(): Promise<void>
}

/** A logger in Consul's form. */
export function createLogger({ level, json, destination, now }: LogOptions): Log {
  let threshold = LEVELS[level]
  const listeners = new Set<{ listener: (entry: LogEntry) => void; threshold: number }>()
  const writer = json ? jsonWriter(destination) : readableWriter(destination)

  const log =
    (level: LogLevel) =>
    (message: string, fields: object = {}): void => {
      const severity = LEVELS[level]
      const wanted = severity >= threshold
      if (!wanted && listeners.size === 0) return
      const entry: LogEntry = { time: now(), level, message, fields }
      if (wanted) writer.write(entry)
      for (const { listener, threshold } of listeners) if (severity >= threshold) listener(entry)
    }

  return {
    get debugging() {
      return threshold <= LEVELS.debug || listeners.size > 0
    },
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    subscribe(listener, level) {
      const subscription = { listener, threshold: LEVELS[level] }
      listeners.add(subscription)
      return () => listeners.delete(subscription)
    },
    setLevel(level) {
      threshold = LEVELS[level]
    },
    flush: () => writer.flush(),
  }
}

interface Writer {
  write(entry: LogEntry): void
  flush(): Promise<void>
}

function readableWriter(destination: LogDestination): Writer {
  return {
    write: entry => void destination.write(`${readableLine(entry)}\n`),
    flush: () => Promise.resolve(),
  }
}

/** An error has no members that JSON would show. */
const plain = (fields: object): object =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [
      name,
      value instanceof Error ? value.message : value,
    ]),
  )

/** Loading pino takes as long as half the start of an agent, so lines wait for it instead of the agent. */
function jsonWriter(destination: LogDestination): Writer {
  let pino: Pino | undefined
  let loading: Promise<void> | undefined
  const waiting: LogEntry[] = []

  const put = (pino: Pino, { time, level, message, fields }: LogEntry): void => {
    const [module, said] = splitModule(message)
    pino[level]({ '@module': module, '@timestamp': new Date(time).toISOString(), ...plain(fields) }, said)
  }

  const load = async (): Promise<void> => {
    const { default: createPino } = await import('pino')
    const loaded = createPino(
      {
        level: 'trace',
        base: null,
        timestamp: false,
        messageKey: '@message',
        formatters: { level: label => ({ '@level': label }) },
      },
      { write: line => void destination.write(line) },
    )
    for (const entry of waiting.splice(0)) put(loaded, entry)
    pino = loaded
  }

  return {
    write(entry) {
      if (pino) return put(pino, entry)
      waiting.push(entry)
      loading ??= load()
    },
    flush: () => loading ?? Promise.resolve(),
  }
}
