import { toJson } from '../lib/json.ts'

/** A JSON array whose elements are rows of the state. */
export interface RowList<T = unknown> {
  /** What each element was made from. The same objects stand for the same bytes, as frozen rows do. */
  readonly rows: readonly T[]
  readonly render: (row: T) => unknown
  /** Whether two rows that are not the same object are the same all the same: for rows joined from several. */
  readonly same?: (a: T, b: T) => boolean
}

/** A list as bytes, with what it takes to make the next one from it. */
export interface WrittenList {
  readonly rows: readonly unknown[]
  /** Where each row begins in `bytes`, and where the last one ends. */
  readonly starts: readonly number[]
  readonly bytes: Buffer
}

const EMPTY: WrittenList = { rows: [], starts: [0], bytes: Buffer.from('[]') }

/** What stands around and between the elements of a list. */
const COMPACT = { open: Buffer.from('['), comma: Buffer.from(','), close: Buffer.from(']') }
const INDENTED = { open: Buffer.from('[\n'), comma: Buffer.from(',\n'), close: Buffer.from('\n]') }

/**
 * Writes a list. Where `before` is the same list some changes ago, the bytes of the rows that stayed are copied from it, in
 * runs: with one of 500 instances changed that is a twentieth of the time of writing all.
 */
export function writeList<T>(list: RowList<T>, indent: boolean, before: WrittenList = EMPTY): WrittenList {
  const { rows } = list
  if (rows.length === 0) return EMPTY
  const { open, comma, close } = indent ? INDENTED : COMPACT
  const place = matching(list, before)
  const parts: Buffer[] = [open]
  const starts: number[] = Array.from({ length: rows.length + 1 })
  let at = open.length
  for (let i = 0; i < rows.length;) {
    if (i > 0) {
      parts.push(comma)
      at += comma.length
    }
    const from = place(i)
    if (from < 0) {
      const bytes = writeRow(list.render(rows[i] as T), indent)
      parts.push(bytes)
      starts[i++] = at
      at += bytes.length
      continue
    }
    // a run of rows that follow each other there, too, with the commas between them
    const shift = at - startOf(before, from)
    let next = from
    for (; i < rows.length && place(i) === next; i++, next++) starts[i] = startOf(before, next) + shift
    const end = startOf(before, next) - (next < before.rows.length ? comma.length : 0)
    parts.push(before.bytes.subarray(startOf(before, from), end))
    at = end + shift
  }
  starts[rows.length] = at
  parts.push(close)
  return { rows, starts, bytes: Buffer.concat(parts) }
}

const startOf = (list: WrittenList, i: number): number => list.starts[i] as number

/** Tells for each row where it stood before, -1 for nowhere: looked for from both ends, for most changes leave the rest in place. */
function matching<T>({ rows, same }: RowList<T>, before: WrittenList): (i: number) => number {
  const old = before.rows as readonly T[]
  const shift = old.length - rows.length
  const alike = (i: number, j: number): boolean => {
    const [a, b] = [rows[i] as T, old[j] as T]
    return a === b || (same !== undefined && j >= 0 && j < old.length && same(a, b))
  }
  return i => {
    if (i < old.length && alike(i, i)) return i
    return shift !== 0 && i + shift >= 0 && alike(i, i + shift) ? i + shift : -1
  }
}

/** A row as it stands in a list. */
function writeRow(row: unknown, indent: boolean): Buffer {
  if (!indent) return Buffer.from(toJson(row, false))
  return Buffer.from(toJson([row], true).slice(2, -2))
}
