/** Spaces between columns. */
const GAP = 6

/** What stands between two of these bytes is taken as it is. */
const TOKENS = /\xff[^\xff]*\xff?|[\t\v\n\f]|[^\xff\t\v\n\f]+/g

/**
 * Bytes whose tabs part columns: Go's text/tabwriter as the official client sets it up. A column is as wide as its widest cell in
 * lines that follow each other; the last cell of a line belongs to none.
 */
export function elasticTabs(text: Uint8Array): Buffer {
  const lines = cellsOf(Buffer.from(text).toString('latin1'))
  const widths = lines.map(cells => cells.slice(0, -1).map(width))
  for (const [at, row] of widths.entries()) widen(row, widths[at - 1] ?? [])
  const upwards = widths.toReversed()
  for (const [at, row] of upwards.entries()) widen(row, upwards[at - 1] ?? [])
  const padded = lines.map((cells, at) => cells.map((cell, column) => pad(cell, widths[at]?.[column])).join(''))
  return Buffer.from(padded.join('\n'), 'latin1')
}

/** Lines of cells; behind a tab at the very end there is none. */
function cellsOf(text: string): string[][] {
  let cells = ['']
  const lines = [cells]
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '\n' || token === '\f') lines.push((cells = ['']))
    else if (token === '\t' || token === '\v') cells.push('')
    else cells.push(cells.pop() + token)
  }
  if (cells.length > 1 && cells.at(-1) === '') cells.pop()
  return lines
}

/** Makes columns as wide as those of the line beside. */
function widen(row: number[], beside: readonly number[]): void {
  for (const [column, own] of row.entries()) row[column] = Math.max(own, beside[column] ?? 0)
}

const pad = (cell: string, to: number | undefined): string =>
  to === undefined ? cell : cell + ' '.repeat(to + GAP - width(cell))

/** The number of characters. */
const width = (cell: string): number => Array.from(Buffer.from(cell, 'latin1').toString()).length
