import { kindOf } from '../../../go/decode/schema.ts'

const TEXTS: ReadonlySet<string> = new Set(['iss', 'sub', 'nonce', 'at_hash'])
const TIMES: ReadonlySet<string> = new Set(['exp', 'iat', 'nbf'])
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/

/** What is wrong with the types of claims, as Go says of the first that does not fit; undefined where all do. */
export function idTokenProblem(claims: Readonly<Record<string, unknown>>): string | undefined {
  for (const [name, value] of Object.entries(claims)) {
    const problem = value === null ? undefined : claimProblem(name, value)
    if (problem !== undefined) return `json: ${problem}`
  }
  return undefined
}

function claimProblem(name: string, value: unknown): string | undefined {
  const field = (type: string): string =>
    `cannot unmarshal ${kindOf(value)} into Go struct field idToken.${name} of type ${type}`
  if (TEXTS.has(name) && typeof value !== 'string') return field('string')
  if (name === 'aud') {
    const isAudience =
      typeof value === 'string' || (Array.isArray(value) && value.every(one => typeof one === 'string'))
    return isAudience ? undefined : field('[]string')
  }
  if (!TIMES.has(name) || typeof value === 'number') return undefined
  if (typeof value !== 'string') return `cannot unmarshal ${kindOf(value)} into Go value of type json.Number`
  if (NUMBER.test(value)) return undefined
  return `invalid number literal, trying to unmarshal ${JSON.stringify(JSON.stringify(value))} into Number`
}
