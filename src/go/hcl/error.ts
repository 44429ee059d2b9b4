/** A document that cannot be read, with Consul's text. */
export class HclError extends Error {
  override readonly name = 'HclError'
}

/** A place in a document; both count from one, columns in characters. */
export interface Position {
  readonly line: number
  readonly column: number
}

export const showPosition = ({ line, column }: Position): string => `${line}:${column}`

/** The error at a place, if it has one. */
export const errorAt = (at: Position | undefined, message: string): HclError =>
  new HclError(`At ${at ? showPosition(at) : '-'}: ${message}`)
