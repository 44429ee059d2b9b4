import { JsonError, parseJson } from '../../go/json.ts'
import { decodeWeakly, MapstructureError } from '../../go/mapstructure/decode.ts'
import { kindOf } from '../../go/mapstructure/type.ts'
import { isObject } from '../../lib/equal.ts'
import { type EntryFields, type Kind, kindNamed } from './index.ts'
import { multierror } from '../../go/multierror.ts'
import { quoteGo } from '../../go/quote.ts'

/** A config entry as a client, a file or a seed gives it: its kind, and its fields with their defaults. */
export interface GivenEntry {
  readonly kind: Kind
  readonly fields: EntryFields
}

/** The input is not a config entry at all; the message is Consul's. */
export class ConfigEntryError extends Error {
  override readonly name = 'ConfigEntryError'
}

export const unknownKind = (name: string): string => `invalid config entry kind: ${name}`

/** Reads the first JSON value of a text. */
export function decodeEntryJson(text: Uint8Array): GivenEntry {
  let value: unknown
  try {
    value = parseJson(text)
  } catch (err) {
    if (err instanceof JsonError) throw new ConfigEntryError(err.message)
    throw err
  }
  return decodeEntry(value)
}

/** Reads an entry, its keys in any spelling, and brings it into its normal form. It is not validated yet. */
export function decodeEntry(value: unknown): GivenEntry {
  if (value !== null && !isObject(value)) throw new ConfigEntryError(`'' expected a map, got '${kindOf(value)}'`)
  const name = value?.[Object.hasOwn(value, 'Kind') ? 'Kind' : 'kind']
  if (name === undefined) throw new ConfigEntryError('Payload does not contain a kind/Kind key at the top level')
  if (typeof name !== 'string') throw new ConfigEntryError('Kind value in payload is not a string')
  const kind = kindNamed(name)
  if (!kind) throw new ConfigEntryError(unknownKind(name))
  try {
    // clients send what they read: indexes are dropped, whatever they are, by this name alone
    const { CreateIndex: _created, ModifyIndex: _modified, ...given } = value as Record<string, unknown>
    const decoded = decodeWeakly(kind.type, given)
    // `Kind` was looked for first, and `kind` is known as its other name
    const unknown = decoded.unknown.filter(key => key !== 'kind')
    if (unknown.length > 0) throw new ConfigEntryError(multierror(unknown.map(unknownKey)))
    return { kind, fields: kind.normalize(decoded.value) }
  } catch (err) {
    if (err instanceof MapstructureError) throw new ConfigEntryError(err.message)
    throw err
  }
}

function unknownKey(path: string): string {
  const text = `invalid config key ${quoteGo(path)}`
  const lower = path.toLowerCase()
  if (lower.endsWith('namespace')) return `${text}, namespaces are a consul enterprise feature`
  return lower.includes('jwt') ? `${text}, api-gateway jwt validation is a consul enterprise feature` : text
}
