/** An answer, or what there was instead of one. */
export interface Answer {
  readonly status: number
  /** `X-Consul-Index`, as it came: those of events need all 64 bits. */
  readonly index: string | undefined
  readonly text: string
  /** Whether the token may not see everything that was asked for. */
  readonly filtered: boolean
}
