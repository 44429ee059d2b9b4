/** A token that is not known. */
export class UnknownToken extends Error {
  override readonly name = 'UnknownToken'
}

export const NOT_FOUND = 'ACL not found'
export const NOT_BOOTSTRAPPED = `ACL system must be bootstrapped before making any requests that require authorization: ${NOT_FOUND}`
