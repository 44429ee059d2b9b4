import { DecodeError, decodeJson, type Schema } from '../go/decode.ts'
import { JsonError } from '../go/json.ts'
import { Refusal } from './refusals.ts'

/** Decodes a JSON body, or refuses it with Consul's text. */
export function decodeBody<T>(schema: Schema<T>, body: Uint8Array, prefix = 'Request decode failed: '): T {
  return refusing(prefix, () => decodeJson(schema, body))
}

function refusing<T>(prefix: string, fn: () => T): T {
  try {
    return fn()
  } catch (err) {
    if (!(err instanceof DecodeError) && !(err instanceof JsonError)) throw err
    const enterprise = err.message.endsWith('unknown field "Namespace"')
      ? ' - Namespaces are a Consul Enterprise feature'
      : ''
    throw new Refusal(400, `${prefix}${err.message}${enterprise}`)
  }
}
