/** A filter expression that cannot be used; the message is the exact text for the client. */
export class FilterError extends Error {
  override readonly name = 'FilterError'
}
