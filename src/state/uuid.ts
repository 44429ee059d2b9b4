import { hexProblem } from '../go/uuid.ts'

const LENGTH = 36
const MAX_HYPHENS = 4

/**
 * What is wrong with an ID that something is looked up by, in Consul's text: it does not mind where the hyphens are. Some tables say
 * `invalid` and others `Invalid`.
 */
export function uuidProblem(id: string, invalid = 'Invalid'): string | undefined {
  const bytes = Buffer.from(id).toString('latin1')
  if (bytes.length !== LENGTH) return `UUID must be ${LENGTH} characters`
  return digitsProblem(bytes, 'Input', invalid)
}

/** The same of what an ID is only to begin with. */
export function uuidPrefixProblem(id: string): string | undefined {
  const bytes = Buffer.from(id).toString('latin1')
  if (bytes.length > LENGTH) return `Invalid UUID length. UUID have ${LENGTH} characters; got ${bytes.length}`
  return digitsProblem(bytes, 'UUID', 'invalid')
}

function digitsProblem(bytes: string, what: string, invalid: string): string | undefined {
  const digits = bytes.replaceAll('-', '')
  const hyphens = bytes.length - digits.length
  if (hyphens > MAX_HYPHENS) return `UUID should have maximum of ${MAX_HYPHENS} "-"; got ${hyphens}`
  if (digits.length % 2 !== 0) return `${what} (without hyphens) must be even length`
  const problem = hexProblem(digits)
  return problem && `${invalid} UUID: ${problem}`
}
