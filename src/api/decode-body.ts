import { DecodeError, decodeJson, type Schema } from '../go/decode.ts'
import { JsonError } from '../go/json.ts'
import { Refusal } from './refusals.ts'

const PREFIX = 'Request decode failed: '

/** Decodes a JSON body, or refuses it with Consul's text, which says of some fields that Consul Enterprise has them. */
export const decodeBody = <T>(schema: Schema<T, unknown>, body: Uint8Array, prefix = PREFIX): T =>
  decodeOrRefuse(schema, body, reason => `${prefix}${reason}${enterpriseNote(reason)}`)

/** The same of a body that changes defaults, as Go reads into a structure that is filled already. */
export const decodeBodyInto = <T>(defaults: T, schema: Schema<T, unknown>, body: Uint8Array): T =>
  decodeOrRefuse(schema, body, reason => `${PREFIX}${reason}${enterpriseNote(reason)}`, defaults)

/** The same for the endpoints that say no more of such fields than that they are unknown. */
export const decodePlainBody = <T>(schema: Schema<T, unknown>, body: Uint8Array, prefix = PREFIX): T =>
  decodeOrRefuse(schema, body, reason => prefix + reason)

const enterpriseNote = (reason: string): string =>
  reason.endsWith('unknown field "Namespace"') ? ' - Namespaces are a Consul Enterprise feature' : ''

function decodeOrRefuse<T>(
  schema: Schema<T, unknown>,
  body: Uint8Array,
  textOf: (reason: string) => string,
  into?: T,
): T {
  try {
    return decodeJson(schema, body, into)
  } catch (err) {
    if (!(err instanceof DecodeError) && !(err instanceof JsonError)) throw err
    throw new Refusal(400, textOf(err.message))
  }
}
