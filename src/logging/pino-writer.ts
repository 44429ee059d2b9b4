import { type MultiStreamRes, multistream, pino, type Logger as Pino } from 'pino'
import type { LogLevel } from '../model/log-level.ts'
import type { LogEntry } from './entry.ts'
import { LEVELS } from './levels.ts'
import { escapeLikeGo } from '../go/json/write.ts'
import { textLine } from './text-line.ts'

/** Takes whole lines, each with the end of line: a stream such as `process.stdout`, or a response. */
export interface LineDestination {
  write(line: string): unknown
}

/** One of the streams of a log. */
export interface LogStream {
  readonly level: LogLevel
  /** JSON lines; Consul's text form otherwise. */
  readonly json: boolean
  readonly destination: LineDestination
}

/** With this, pino gives a stream the object behind a line, so that text needs no parsing of JSON. */
const METADATA = Symbol.for('pino.metadata')

/** pino with one child logger for each module, writing to any number of streams of different levels and forms. */
export class PinoWriter {
  // ids are counted by pino, too, but its types hide them
  #lastId = 0
  readonly #streams: MultiStreamRes = multistream([])
  readonly #pino: Pino = pino(
    { level: 'trace', base: null, timestamp: false, formatters: { level: label => ({ '@level': label }) } },
    this.#streams,
  )
  readonly #children = new Map<string, Pino>()

  /** Joins a stream; the function returned takes it out again. */
  add({ level, json, destination }: LogStream): () => void {
    const stream = json
      ? { write: (line: string) => void destination.write(escapeLikeGo(line)) }
      : textStream(destination)
    this.#streams.add({ level: LEVELS[level], stream } as never)
    const id = ++this.#lastId
    return () => void this.#streams.remove(id)
  }

  write(entry: LogEntry): void {
    this.#childOf(entry.module)[entry.level](entry)
  }

  #childOf(module: string): Pino {
    const known = this.#children.get(module)
    if (known) return known
    // the members of a line come in Consul's order: the fields of the entry last
    const log = (entry: object): object => {
      const { time, message, fields } = entry as LogEntry
      return {
        '@message': message,
        '@module': module,
        '@timestamp': new Date(time).toISOString(),
        ...jsonFields(fields),
      }
    }
    const child = this.#pino.child({}, { formatters: { log } })
    this.#children.set(module, child)
    return child
  }
}

function textStream(destination: LineDestination) {
  return {
    [METADATA]: true,
    lastObj: undefined as LogEntry | undefined,
    write() {
      if (this.lastObj) destination.write(`${textLine(this.lastObj)}\n`)
    },
  }
}

/** What JSON would not show: the message of an error, a 64-bit number. */
function jsonFields(fields: object): object {
  const shown = Object.entries(fields).map(([name, value]: [string, unknown]) => {
    if (value instanceof Error) return [name, value.message]
    return [name, typeof value === 'bigint' ? String(value) : value]
  })
  return Object.fromEntries(shown) as object
}
