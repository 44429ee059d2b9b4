/** A text that is no JSON, or a value that cannot be written; the message is Go's own. */
export class JsonError extends Error {
  override readonly name = 'JsonError'
}

/** How deep Go reads. */
export const MAX_DEPTH = 10_000
