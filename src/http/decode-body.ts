import { decode, DecodeError, decodeJson, parseExact, type Schema } from '../lib/decode.ts'
import { JsonError } from '../lib/json.ts'
import { HttpError } from './errors.ts'

/** Decodes a JSON body, or refuses it with Consul's text. */
export function decodeBody<T>(schema: Schema<T>, body: Uint8Array, prefix = 'Request decode failed: '): T {
  return refusing(prefix, () => decodeJson(schema, body))
}

/** The JSON of a body, to be decoded by `decodeParsed`. */
export const parseBody = (body: Uint8Array, prefix: string): unknown => refusing(prefix, () => parseExact(body))

export const decodeParsed = <T>(schema: Schema<T>, value: unknown, prefix: string): T =>
  refusing(prefix, () => decode(schema, value))

function refusing<T>(prefix: string, fn: () => T): T {
  try {
    return fn()
  } catch (err) {
    if (!(err instanceof DecodeError) && !(err instanceof JsonError)) throw err
    const enterprise = err.message.endsWith('unknown field "Namespace"')
      ? ' - Namespaces are a Consul Enterprise feature'
      : ''
    throw new HttpError(400, `${prefix}${err.message}${enterprise}`)
  }
}
