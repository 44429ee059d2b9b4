/** The ways to look at a selected field, named as error texts name them. */
export type Operator = 'Equal' | 'Not Equal' | 'In' | 'Not In' | 'Is Empty' | 'Is Not Empty' | 'Matches' | 'Not Matches'

/** One look at one field. `value` is the text that was given, not yet coerced; emptiness needs none. */
export interface Match {
  readonly kind: 'match'
  readonly selector: readonly string[]
  readonly operator: Operator
  readonly value: string
}

/** A parsed expression; frozen all the way down. Chains are flat, and two `not` cancel out. */
export type Expression =
  | Match
  | { readonly kind: 'not'; readonly term: Expression }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Expression[] }
