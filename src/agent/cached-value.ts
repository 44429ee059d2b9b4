/** A read that the agent's cache holds until it is told of news. */
export interface HeldRead {
  /** Ends that. */
  close(): void
}

/** An answer that the agent's cache holds as it was: nothing tells it of changes, so a client says how old it may be. */
export interface CachedValue {
  /** In milliseconds of the agent's clock. */
  readonly madeAt: number
  readonly value: unknown
}
