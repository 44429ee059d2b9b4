import { encodeText } from '../../lib/bytes.ts'
import type { CheckDefinition } from '../../model/registration.ts'
import { checkFields } from '../../go/http-fields.ts'
import type { HttpUrl } from '../../go/http-url.ts'

/** Headers that belong to the connection: what a check says of them is not sent. */
const OWN = new Set(['connection', 'content-length', 'host', 'transfer-encoding', 'trailer'])

const DEFAULTS: readonly (readonly [string, string])[] = [
  ['User-Agent', 'Consul Health Check'],
  ['Accept', 'text/plain, text/*, */*'],
  ['Accept-Encoding', 'gzip'],
]

/** Header names in any case to their values. */
export type Headers = Record<string, readonly string[]>

/** The headers that a check sends, but Host; a name or value that cannot be sent is thrown with Go's text. */
export function checkHeaders(definition: CheckDefinition, url: HttpUrl): Headers {
  const headers: Headers = {}
  const given = new Set<string>()
  checkFields(definition.header)
  for (const [name, values] of Object.entries(definition.header)) {
    const lower = name.toLowerCase()
    if (OWN.has(lower) || values.length === 0) continue
    if (values[0] === '' && DEFAULTS.some(([name]) => name.toLowerCase() === lower)) continue
    // Node refuses what is wider than a byte.
    headers[name] = values.map(encodeText)
    given.add(lower)
  }
  for (const [name, value] of DEFAULTS) if (!given.has(name.toLowerCase())) headers[name] = [value]
  if (url.userinfo && !given.has('authorization')) {
    headers['Authorization'] = [`Basic ${Buffer.from(url.userinfo).toString('base64')}`]
  }
  return headers
}

/** The Host that the check asks for in its headers, '' for none. */
export function checkHost(definition: CheckDefinition): string {
  const name = Object.keys(definition.header).find(name => name.toLowerCase() === 'host')
  return encodeText((name && definition.header[name]?.[0]) || '')
}

/** The same headers without these. */
export function withoutHeaders(headers: Headers, names: readonly string[]): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name.toLowerCase())))
}
