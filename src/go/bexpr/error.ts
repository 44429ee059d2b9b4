/** A filter expression that cannot be used; the message is the exact text for whoever sent it. */
export class FilterError extends Error {
  override readonly name = 'FilterError'
}
