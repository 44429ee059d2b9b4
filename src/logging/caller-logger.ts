import type { LogLevel } from '../model/log-level.ts'
import type { LogEntry } from './entry.ts'
import type { Logger, PinoLike } from './logger.ts'

/** A logger of the caller's own, to which every entry is handed as it is. */
export interface CallerLogger {
  readonly debugging: boolean
  write(entry: LogEntry): void
}

/** One form for both kinds of loggers that a caller may have. */
export function callerLogger(logger: Logger | PinoLike): CallerLogger {
  return 'child' in logger ? pinoLike(logger) : plain(logger)
}

function plain(logger: Logger): CallerLogger {
  return {
    get debugging() {
      return logger.debugging === true
    },
    write: ({ level, module, message, fields }) => logger[atLeastDebug(level)](`${module}: ${message}`, fields),
  }
}

/** A child for each module, made when it logs for the first time. */
function pinoLike(logger: PinoLike): CallerLogger {
  const children = new Map<string, PinoLike>()
  const childOf = (module: string): PinoLike => {
    const known = children.get(module)
    if (known) return known
    const child = logger.child({ module })
    children.set(module, child)
    return child
  }
  return {
    get debugging() {
      return logger.isLevelEnabled?.('debug') === true
    },
    write: ({ level, module, message, fields }) => childOf(module)[atLeastDebug(level)](fields, message),
  }
}

const atLeastDebug = (level: LogLevel): Exclude<LogLevel, 'trace'> => (level === 'trace' ? 'debug' : level)
