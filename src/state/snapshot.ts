import { JsonError, parseJson, toJson } from '../go/json.ts'
import { isObject } from '../lib/equal.ts'
import { danglingIn } from './dangling-rows.ts'
import { StateDraft } from './draft.ts'
import { invalidHead, invalidRow } from './row-shapes.ts'
import { type TableName, tableNames } from './schema.ts'
import type { StateSnapshot } from './store.ts'

/** Marks a state as ours and tells its form: a line that says what holds for all of it, then one for each row. */
const FORMAT = 'miniconsul state 2'

/** Bytes of a line: what a row takes that came in a body of the greatest size, where each of its bytes is written as an escape of six. */
const MAX_LINE = 52 * 1024 * 1024
/** Rows take several times the room of their text. */
const MAX_ROWS = 2_000_000
/** Rows between two looks at what else there is to do, and characters of them. */
const SLICE = 2000
const SLICE_TEXT = 1024 * 1024

const LINE_FEED = 0x0a

/** A state as text, exact, unsigned 64-bit numbers included; in parts, so that others can be served in between. */
export function* writeState({ index, tables, entries }: StateSnapshot): Generator<string> {
  let lines = [toJson({ format: FORMAT, index, entries })]
  let size = 0
  for (const name of tableNames) {
    for (const row of tables[name]) {
      const line = toJson([name, row])
      size += line.length
      if (lines.push(line) < SLICE && size < SLICE_TEXT) continue
      size = 0
      yield `${lines.join('\n')}\n`
      lines = []
    }
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`
}

/** Reads what `writeState` wrote, as its bytes come in: what is not read yet takes no more than a line. */
export class StateReader {
  #draft: StateDraft | undefined
  #rest: Buffer[] = []
  #restBytes = 0
  #rows = 0

  /** Throws for what is no such state. */
  push(bytes: Buffer): void {
    let from = 0
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      this.#keep(bytes.subarray(from, end))
      from = end + 1
      const line = this.#rest.length === 1 ? (this.#rest[0] as Buffer) : Buffer.concat(this.#rest)
      this.#rest = []
      this.#restBytes = 0
      this.#read(line)
    }
    this.#keep(bytes.subarray(from))
  }

  /** The whole state, at the end of a walk over it that gives way now and then. Throws when rows are about others that are not there. */
  *end(): Generator<undefined, StateDraft> {
    const draft = this.#draft
    if (!draft) throw new Error('state.bin was not written by miniconsul')
    if (this.#restBytes > 0) throw new Error('state.bin ends within a line')
    let checked = 0
    for (const name of tableNames) {
      for (const row of draft.data.tables[name].scan()) {
        if (++checked % SLICE === 0) yield
        refuse(danglingIn(name, row, (table, key) => draft.has(table, key)))
      }
    }
    return draft
  }

  #keep(bytes: Buffer): void {
    this.#restBytes += bytes.length
    if (this.#restBytes > MAX_LINE) throw new Error(`a line of state.bin has more than ${MAX_LINE} bytes`)
    if (bytes.length > 0) this.#rest.push(bytes)
  }

  #read(line: Buffer): void {
    const value = parsed(line)
    if (!this.#draft) {
      this.#draft = begin(value)
      return
    }
    if (++this.#rows > MAX_ROWS) throw new Error(`state.bin has more than ${MAX_ROWS} rows`)
    const [name, row] = Array.isArray(value) ? (value as unknown[]) : []
    if (!tableNames.includes(name as TableName)) throw new Error('a line of state.bin is no row')
    refuse(invalidRow(name as TableName, row))
    this.#draft.add(name as TableName, row as never)
  }
}

function begin(head: unknown): StateDraft {
  if (!isObject(head) || head['format'] !== FORMAT) throw new Error('state.bin was not written by miniconsul')
  refuse(invalidHead(head))
  return new StateDraft(head as unknown as Pick<StateSnapshot, 'index' | 'entries'>)
}

function parsed(line: Buffer): unknown {
  try {
    return parseJson(line)
  } catch (error) {
    if (error instanceof JsonError) return undefined
    throw error
  }
}

function refuse(problem: string | undefined): void {
  if (problem !== undefined) throw new Error(`state.bin is invalid: ${problem}`)
}
