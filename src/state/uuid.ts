import { quoteRune } from '../go/quote-rune.ts'

const LENGTH = 36

/** What is wrong with an ID that something is looked up by, in Consul's text: it does not mind where the hyphens are. */
export function uuidProblem(id: string): string | undefined {
  if (id.length !== LENGTH || new TextEncoder().encode(id).length !== LENGTH) return `UUID must be ${LENGTH} characters`
  const hex = id.replaceAll('-', '')
  if (LENGTH - hex.length > 4) return `UUID should have maximum of 4 "-"; got ${LENGTH - hex.length}`
  if (hex.length % 2 !== 0) return 'Input (without hyphens) must be even length'
  const bad = /[^0-9a-f]/i.exec(hex)?.[0]
  return bad === undefined ? undefined : `Invalid UUID: encoding/hex: invalid byte: ${quoteRune(bad)}`
}
