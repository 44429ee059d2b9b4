/** Operators by precedence, the lowest first; those of one level combine from the left. */
export const OPERATORS = [['||'], ['&&'], ['==', '!='], ['>', '>=', '<', '<='], ['+', '-'], ['*', '/', '%']] as const

export type Operator = (typeof OPERATORS)[number][number]
