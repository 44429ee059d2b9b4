import { raw } from '../../../go/decode.ts'
import { kindOf } from '../../../go/decode/schema.ts'
import { JsonError, parseJson, toJson } from '../../../go/json.ts'
import { unmarshal } from '../../../go/unmarshal.ts'
import { isObject } from '../../../lib/equal.ts'
import { decodeBase64 } from '../../../go/base64.ts'
import { decodeBase64Url } from './base64url.ts'
import { JwtError } from './errors.ts'
import { readKey } from './jwk.ts'

/** A JSON Web Token, taken apart and not trusted. */
export interface ParsedJwt {
  readonly alg: string
  readonly kid: string
  /** Names header members that must be understood; none is. */
  readonly hasCritical: boolean
  /** What is signed. */
  readonly signed: string
  readonly signature: Buffer
  /** Undefined where the payload is no JSON object. */
  readonly claims: Readonly<Record<string, unknown>> | undefined
}

export function parseJwt(token: string): ParsedJwt {
  const parts = token.trim().split('.')
  if (parts[0]?.startsWith('{') === true) decodeBase64Url(parts[0])
  const [header = '', payload = ''] = parts
  if (parts.length !== 3) throw new JwtError('go-jose/go-jose: compact JWS format must have three parts')
  const [rawHeader, rawPayload, signature] = parts.map(decodeBase64Url) as [Buffer, Buffer, Buffer]
  const head = readHeader(rawHeader)
  checkUnused(head)
  return {
    alg: text(head['alg'], 'algorithm'),
    kid: text(head['kid'], 'key ID'),
    hasCritical: head['crit'] !== undefined,
    signed: `${header}.${payload}`,
    claims: readClaims(rawPayload),
    signature,
  }
}

function text(value: unknown, what: string): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  const why = `json: cannot unmarshal ${kindOf(value)} into Go value of type string`
  throw new JwtError(`failed to unmarshal ${what}: ${why}: ${JSON.stringify(toJson(value))}`)
}

/** Members of the header that nothing is made of, and that go-jose reads all the same. */
function checkUnused({ nonce, jwk, x5c }: Readonly<Record<string, unknown>>): void {
  text(nonce, 'nonce')
  if (jwk !== undefined && jwk !== null) refusedAs('JWK', jwk, () => readKey(jwk))
  for (const certificate of Array.isArray(x5c) ? (x5c as readonly unknown[]) : []) {
    const at = typeof certificate === 'string' ? decodeBase64(certificate).corruptAt : undefined
    if (at === undefined) continue
    refusedAs('x5c header', x5c, () => {
      throw new JwtError(`illegal base64 data at input byte ${at}`)
    })
  }
}

function refusedAs(what: string, value: unknown, read: () => unknown): void {
  try {
    read()
  } catch (err) {
    if (!(err instanceof JwtError)) throw err
    throw new JwtError(`failed to unmarshal ${what}: ${err.message}: ${JSON.stringify(toJson(value))}`)
  }
}

function readHeader(bytes: Buffer): Readonly<Record<string, unknown>> {
  if (bytes.length === 0) return {}
  const parsed = json(bytes) ?? {}
  if (isObject(parsed)) return parsed
  throw new JwtError(`json: cannot unmarshal ${kindOf(parsed)} into Go value of type jose.rawHeader`)
}

function json(bytes: Buffer): unknown {
  try {
    return unmarshal(raw(), bytes)
  } catch (err) {
    if (err instanceof JsonError) throw new JwtError(err.message)
    throw err
  }
}

function readClaims(bytes: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed = parseJson(bytes)
    return isObject(parsed) ? parsed : undefined
  } catch (err) {
    if (err instanceof JsonError) return undefined
    throw err
  }
}
