/** A kind of difference that is meant to be. */
export interface Explained {
  readonly reason: string
  /** `path`: what was asked for, '' over DNS; that of a blocked read where it began. */
  holds(real: unknown, ours: unknown, path: string): boolean
}
