/** Rows as columns that two spaces part, without the spaces around cells; what stands last in a row is not padded. */
export function columns(rows: readonly (readonly string[])[]): string {
  return pad(
    rows.map(row => row.map(cell => cell.trim())),
    2,
  )
}

/** Rows as columns that six spaces part: Go's tabwriter as the official client sets it up. */
export function tabs(rows: readonly (readonly string[])[]): string {
  return pad(rows, 6)
}

/** The last cell of a row ends no column, so it widens none either. */
function pad(rows: readonly (readonly string[])[], gap: number): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [at, cell] of row.slice(0, -1).entries()) widths[at] = Math.max(widths[at] ?? 0, width(cell))
  }
  return rows
    .map(row => row.map((cell, at) => (at < row.length - 1 ? padTo(cell, (widths[at] ?? 0) + gap) : cell)).join(''))
    .join('\n')
}

const width = (text: string): number => Array.from(text).length

const padTo = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - width(text)))

/** A value of the lib's JSON writer, indented by another text than its four spaces. */
export const indentBy = (json: string, indent: string): string =>
  json.replaceAll(/^ +/gm, spaces => indent.repeat(spaces.length / 4))

/** Refuses arguments that the command does not take. */
export const tooMany = (expected: number | string, got: number): string =>
  `Too many arguments (expected ${expected}, got ${got})`
