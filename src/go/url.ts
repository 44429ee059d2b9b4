import { decodeBinary, encodeBinary } from './json/utf8.ts'
import { unescapeBytes } from './percent.ts'
import { quoteGo } from './quote.ts'

/** A URL that cannot be parsed: the message is Go's. */
export class UrlError extends Error {}

export const urlError = (text: string, what: string): UrlError => new UrlError(`parse ${quoteGo(text)}: ${what}`)

/** What Go's `url.Parse` finds in a URL; `host` with its port, `path` with its escapes. */
export interface GoUrl {
  readonly scheme: string
  readonly host: string
  readonly path: string
}

/** Takes a URL apart as Go's `url.Parse` does. Throws UrlError. */
export function parseUrl(text: string): GoUrl {
  const [whole = '', ...fragments] = text.split('#')
  const url = parse(whole, false)
  checkPart(text, fragments.join('#'), BAD)
  return url
}

/** The same of what stands in a request (`url.ParseRequestURI`): a whole URL or a path, and no fragment. Throws UrlError. */
export const parseRequestUri = (text: string): GoUrl => parse(text, true)

function parse(text: string, isOfRequest: boolean): GoUrl {
  if (/[\x00-\x1f\x7f]/.test(text)) throw urlError(text, 'net/url: invalid control character in URL')
  if (text === '' && isOfRequest) throw urlError(text, 'empty url')
  if (text === '*') return { scheme: '', host: '', path: '*' }
  if (text.startsWith(':')) throw urlError(text, 'missing protocol scheme')
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase() ?? ''
  const rest = (scheme === '' ? text : text.slice(scheme.length + 1)).replace(/\?.*$/s, '')
  if (!rest.startsWith('/')) {
    if (scheme !== '') return { scheme, host: '', path: '' }
    if (isOfRequest) throw urlError(text, 'invalid URI for request')
    if (/^[^/]*:/.test(rest)) throw urlError(text, 'first path segment in URL cannot contain colon')
  }
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || (!isOfRequest && !rest.startsWith('///')))
  const [, authority = '', path = ''] = hasAuthority ? (/^\/\/([^/]*)(.*)$/s.exec(rest) ?? []) : ['', '', rest]
  const host = checkAuthority(text, authority)
  checkPart(text, path, BAD)
  return { scheme, host, path }
}

/** The host of an authority, with its port. */
function checkAuthority(text: string, authority: string): string {
  const at = authority.lastIndexOf('@')
  const host = authority.slice(at + 1)
  checkHost(text, host)
  const userinfo = authority.slice(0, Math.max(at, 0))
  if (!/^[\w.:~!$&'()*+,;=%@-]*$/.test(userinfo)) throw urlError(text, 'net/url: invalid userinfo')
  checkPart(text, userinfo, BAD)
  return host
}

function checkHost(text: string, host: string): void {
  const end = host.startsWith('[') ? host.lastIndexOf(']') : undefined
  if (end === -1) throw urlError(text, "missing ']' in host")
  const colon = end === undefined ? host.lastIndexOf(':') : end + 1
  const port = colon === -1 ? '' : host.slice(colon)
  if (!/^(?::\d*)?$/.test(port)) throw urlError(text, `invalid port ${quoteGo(port)} after host`)
  const zone = end === undefined ? -1 : host.slice(0, end).indexOf('%25')
  if (zone === -1) return checkPart(text, host, BAD_IN_HOST)
  checkPart(text, host.slice(0, zone), BAD_IN_HOST)
  checkPart(text, host.slice(zone, end), BAD_IN_ZONE)
  checkPart(text, host.slice(end), BAD_IN_HOST)
}

/** Each `%` has to begin the name of a byte: in a host only of `%` or one beyond ASCII, in a zone of one that may stand there. */
const BAD = /%(?![0-9a-f]{2})/i
const BAD_IN_HOST = /%(?!25|[89a-f][0-9a-f])|[ #/?@\\^`{|}]/i
const BAD_IN_ZONE = /%(?!25|20|2[1246-9a-e]|3[0-9a-e]|4[1-9a-f]|5[0-9abdf]|6[1-9a-f]|7[0-9ae])|[ #/?@\\^`{|}]/i

/** Throws for the first thing that is bad; of an escape three bytes are shown. */
function checkPart(text: string, part: string, bad: RegExp): void {
  const at = part.search(bad)
  if (at === -1) return
  if (part[at] !== '%') throw urlError(text, `invalid character ${quoteGo(part.charAt(at))} in host name`)
  const shown = decodeBinary(encodeBinary(part.slice(at, at + 4)).slice(0, 3))
  throw urlError(text, `invalid URL escape ${quoteGo(shown)}`)
}

/** The text that a part of a path stands for (`url.PathUnescape`); its escapes have been checked. */
export const unescapePath = (part: string): string => decodeBinary(unescapeBytes(encodeBinary(part)) ?? '')
