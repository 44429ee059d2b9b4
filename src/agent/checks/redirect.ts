import type { IncomingMessage } from 'node:http'
import type { Exchange } from './http-exchange.ts'
import { withoutHeaders } from './http-headers.ts'
import { parseHttpUrl, type HttpUrl } from '../../go/http-url.ts'

/** How many requests are made at most until the last answer counts as an error. */
export const MAX_REDIRECTS = 10

/** Whether the method and the body are sent again, by status. */
const KEEPS_METHOD: ReadonlyMap<number, boolean> = new Map([
  [301, false],
  [302, false],
  [303, false],
  [307, true],
  [308, true],
])

/** Where an answer sends to; undefined when it is no redirect. */
export function redirectLocation(response: IncomingMessage): string | undefined {
  if (!KEEPS_METHOD.has(response.statusCode ?? 0)) return undefined
  return response.headers.location || undefined
}

/** The request that follows a redirect, as Go's client makes it. */
export function redirected(from: Exchange, status: number, location: string): Exchange {
  const url = follow(from.url, location)
  const keep = KEEPS_METHOD.get(status) === true
  const drop = keep ? [] : ['content-type', 'content-encoding', 'content-language']
  if (url.host !== from.url.host) drop.push('authorization', 'cookie')
  const headers = withoutHeaders(from.headers, [...drop, 'referer'])
  if (url.secure || !from.url.secure) headers['Referer'] = [from.url.href.replace(/\/\/[^/?#]*@/, '//')]
  const isRelative = !/^[a-z][a-z0-9+.-]*:|^\/\//i.test(location)
  return {
    url,
    method: keep || from.method === 'HEAD' ? from.method : 'GET',
    // A host that the check chose itself stays as long as the redirect does not leave it.
    host: isRelative ? from.host : url.host,
    headers,
    body: keep ? from.body : '',
  }
}

function follow(from: HttpUrl, location: string): HttpUrl {
  if (!URL.canParse(location, from.href)) {
    const quoted = JSON.stringify(location)
    throw new Error(`failed to parse Location header ${quoted}: parse ${quoted}: invalid URL`)
  }
  return parseHttpUrl(new URL(location, from.href).href)
}
