import { MAX_INT64 } from '../../../go/integers.ts'
import { quoteGo } from '../../../go/quote.ts'

/** A version that may be compared with, as the public library hashicorp/go-version reads it. No two parts can share a text, so that it takes linear time. */
const CONSTRAINT =
  /^[\t\n\f\r ]*(?:(?:=|!=|>|<|>=|<=|~>)[\t\n\f\r ]*)?v?(\d+(?:\.\d+)*)(?:-\d[\dA-Za-z~-]*(?:\.[\dA-Za-z~-]+)*|-?[A-Za-z~-][\dA-Za-z~-]*(?:\.[\dA-Za-z~-]+)*)?(?:\+[\dA-Za-z~-]+(?:\.[\dA-Za-z~-]+)*)?[\t\n\f\r ]*$/

/** What is wrong with constraints, apart by commas: the first that is none. */
export function constraintsProblem(constraints: string): string | undefined {
  for (const constraint of constraints.split(',')) {
    const segments = CONSTRAINT.exec(constraint)?.[1]?.split('.')
    if (!segments) return `Malformed constraint: ${constraint}`
    const large = segments.find(isBeyondInt64)
    if (large !== undefined) {
      return `Error parsing version: strconv.ParseInt: parsing ${quoteGo(large)}: value out of range`
    }
  }
  return undefined
}

/** The length is looked at first: a long text must not cost a large number. */
function isBeyondInt64(digits: string): boolean {
  const significant = digits.replace(/^0+/, '')
  return significant.length > 19 || BigInt(significant) > MAX_INT64
}
