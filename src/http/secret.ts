import type { IncomingHttpHeaders } from 'node:http'
import { parseQueryString, type QueryString } from './query-string.ts'

const BEARER = /^bearer +(\S.*)$/i

/** The secret that a request brings: `?token=` goes before `X-Consul-Token`, and that before `Authorization: Bearer`. */
export function secretOf({ headers }: { readonly headers: IncomingHttpHeaders }, query: QueryString): string {
  const given = query.isEmpty ? '' : query.get('token')
  return given === '' ? secretInHeaders(headers) : given
}

/** The same of its headers alone. */
export function secretInHeaders(headers: IncomingHttpHeaders): string {
  const header = headers['x-consul-token']
  const given = header === undefined ? '' : String(header).trim()
  if (given !== '') return given
  const { authorization } = headers
  return authorization === undefined ? '' : (BEARER.exec(authorization)?.[1]?.trim() ?? '')
}

/** Whether a request that was not taken apart yet brings a token. */
export function bringsToken(raw: { readonly url: string; readonly headers: IncomingHttpHeaders }): boolean {
  const at = raw.url.indexOf('?')
  const query = parseQueryString(at < 0 ? '' : raw.url.slice(at + 1))
  return query !== undefined && secretOf(raw, query) !== ''
}
