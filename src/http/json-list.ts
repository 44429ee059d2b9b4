import { jsonSlices, smallJson } from '../go/json.ts'
import { type AnswerPart, partOf, type RecordOf } from '../go/record.ts'
import type { Sliceable } from '../lib/slices.ts'
import { joinBuffers } from '../lib/join-buffers.ts'
import { TextParts } from '../lib/text-parts.ts'

/** A JSON array whose elements are rows of the state. */
export interface RowList<T = unknown> {
  /** What each element was made from. The same objects stand for the same bytes, as frozen rows do. */
  readonly rows: readonly T[]
  /** What an element is made of: of a record the text is written at once. */
  readonly element: RecordOf<T> | ((row: T) => unknown)
  /** Whether two rows that are not the same object are the same all the same: for rows joined from several. */
  readonly same?: (a: T, b: T) => boolean
}

/** An object that is made of a row. */
export interface RowRecord<T = unknown> {
  readonly row: T
  readonly record: RecordOf<T>
  /** Whether two rows that are not the same object are the same all the same. */
  readonly same: (a: T, b: T) => boolean
}

/** A list, or the one object that was answered, as bytes, with what it takes to make the next one from it. */
export interface WrittenList {
  readonly rows: readonly unknown[]
  /** Where each row begins in `bytes`, and where the last one ends. */
  readonly starts: Uint32Array
  readonly bytes: Buffer
}

const EMPTY: WrittenList = { rows: [], starts: new Uint32Array(1), bytes: Buffer.from('[]') }

/** Bytes of rows that are written before a yield. */
const STEP = 64 * 1024

/** What stands around and between the elements of a list. */
const COMPACT = { open: Buffer.from('['), comma: Buffer.from(','), close: Buffer.from(']') }
const INDENTED = { open: Buffer.from('[\n'), comma: Buffer.from(',\n'), close: Buffer.from('\n]') }

/**
 * Writes a list. Where `before` is the same list some changes ago, the bytes of the rows that stayed are copied from it, in
 * runs: with one of 500 instances changed that is a twentieth of the time of writing all. A row that stayed costs a comparison
 * and nothing else: with places noted and called for one by one, 1,000 keys took 110 µs.
 */
export function* writeList<T>(list: RowList<T>, indent: boolean, before: WrittenList = EMPTY): Sliceable<WrittenList> {
  const { rows, element } = list
  if (rows.length === 0) return EMPTY
  const { open, comma, close } = indent ? INDENTED : COMPACT
  const { placeOf, endOfRun } = matching(list, before)
  const parts: AnswerPart[] = [open]
  const depth = indent ? DEPTH : undefined
  const starts = new Uint32Array(rows.length + 1)
  let at = open.length
  let rest = at + STEP
  for (let i = 0; i < rows.length;) {
    if (i > 0) {
      parts.push(comma)
      at += comma.length
    }
    const from = placeOf(i)
    if (from < 0) {
      const row = rows[i] as T
      starts[i++] = at
      if (typeof element === 'function') {
        const made = element(row)
        const text = writeMade(made, indent)
        parts.push(text === undefined ? yield* writeLongMade(made, indent) : partOf(text))
      } else {
        if (indent) {
          parts.push(INDENTATION)
          at += INDENTATION.length
        }
        parts.push(element.isLong(row) ? yield* writeLong(element, row, indent) : element.part(row, depth))
      }
      at += (parts.at(-1) as AnswerPart).length
      if (at < rest) continue
      rest = at + STEP
      yield
      continue
    }
    // a run of rows that follow each other there, too, with the commas between them
    const shift = at - startOf(before, from)
    const run = endOfRun(i, from) - i
    starts.set(before.starts.subarray(from, from + run), i)
    if (shift !== 0) for (let k = i; k < i + run; k++) starts[k] = (starts[k] as number) + shift
    const next = from + run
    const end = startOf(before, next) - (next < before.rows.length ? comma.length : 0)
    parts.push(before.bytes.subarray(startOf(before, from), end))
    at = end + shift
    i += run
  }
  starts[rows.length] = at
  parts.push(close)
  return { rows, starts, bytes: yield* joinBuffers(parts) }
}

/** Writes an object, unless it is the one that was written before. */
export function* writeRecord<T>(
  { row, record, same }: RowRecord<T>,
  indent: boolean,
  before: WrittenList = EMPTY,
): Sliceable<WrittenList> {
  if (before.rows.length === 1 && same(row, before.rows[0] as T)) return before
  const out = new TextParts()
  if (record.isLong(row)) yield* record.slices(row, indent ? 1 : undefined, out)
  else out.add(record.text(row, indent ? 1 : undefined))
  const bytes = bytesOf(yield* out.joined())
  return { rows: [row], starts: new Uint32Array([0, bytes.length]), bytes }
}

const startOf = (list: WrittenList, i: number): number => list.starts[i] as number

interface Matching {
  /** Where a row stood before; -1 for nowhere. */
  placeOf(i: number): number
  /** Up to which row those from `i` on stood like this from `from` on. */
  endOfRun(i: number, from: number): number
}

/** Rows are looked for from both ends, for most changes leave the rest in place. */
function matching<T>({ rows, same }: RowList<T>, before: WrittenList): Matching {
  const old = before.rows as readonly T[]
  const shift = old.length - rows.length
  const alike = (i: number, j: number): boolean => {
    if (i >= rows.length || j < 0 || j >= old.length) return false
    const [a, b] = [rows[i] as T, old[j] as T]
    return a === b || (same !== undefined && same(a, b))
  }
  return {
    placeOf: i => (alike(i, i) ? i : shift !== 0 && alike(i, i + shift) ? i + shift : -1),
    endOfRun(i, from) {
      let [end, place] = [i, from]
      do {
        end++
        place++
        while (end < rows.length && place < old.length && rows[end] === old[place]) {
          end++
          place++
        }
      } while (alike(end, place))
      return end
    },
  }
}

const INDENTATION = '    '
/** How deep the members of an element are indented. */
const DEPTH = 2

/** What a function made of a row, as it stands in a list; undefined for something so large that it is written in slices. */
const writeMade = (made: unknown, indent: boolean): string | undefined =>
  indent ? smallJson([made], true)?.slice(2, -2) : smallJson(made)

function* writeLongMade(made: unknown, indent: boolean): Sliceable<Buffer> {
  const list = bytesOf(yield* jsonSlices([made], indent))
  // without the brackets of a list of one
  return indent ? list.subarray(2, -2) : list.subarray(1, -1)
}

function* writeLong<T>(element: RecordOf<T>, row: T, indent: boolean): Sliceable<Buffer> {
  const out = new TextParts()
  yield* element.slices(row, indent ? DEPTH : undefined, out)
  return bytesOf(yield* out.joined())
}

const bytesOf = (json: string | Buffer): Buffer => (typeof json === 'string' ? Buffer.from(json) : json)
