import { quoteRune } from './quote-rune.ts'

const LENGTH = 36
const HYPHENS = [8, 13, 18, 23]

/** Why a text is no UUID as Go's libraries write them; undefined when it is one. */
export function malformedUuid(id: string): string | undefined {
  const bytes = Buffer.from(id).toString('latin1')
  if (bytes.length !== LENGTH) return 'uuid string is wrong length'
  if (HYPHENS.some(at => bytes[at] !== '-')) return 'uuid is improperly formatted'
  return hexProblem(
    bytes.slice(0, 8) + bytes.slice(9, 13) + bytes.slice(14, 18) + bytes.slice(19, 23) + bytes.slice(24),
  )
}

/** What Go's encoding/hex says of digits; each byte of a character that is no ASCII is taken for one of Latin-1. */
export function hexProblem(digits: string): string | undefined {
  const wrong = /[^0-9a-f]/i.exec(digits)?.[0]
  return wrong === undefined ? undefined : `encoding/hex: invalid byte: ${quoteRune(wrong)}`
}
