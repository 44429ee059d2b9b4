/** A URL that cannot be parsed: the message is Go's. */
export class UrlError extends Error {}

export const urlError = (text: string, what: string): UrlError => new UrlError(`parse ${JSON.stringify(text)}: ${what}`)

/** What Go's `url.Parse` finds in a URL; `host` with its port. */
export interface GoUrl {
  readonly scheme: string
  readonly host: string
  readonly path: string
}

/** Takes a URL apart as Go's `url.Parse` does. Throws UrlError. */
export function parseUrl(text: string): GoUrl {
  if (/[\x00-\x1f\x7f]/.test(text)) throw urlError(text, 'net/url: invalid control character in URL')
  if (text.startsWith(':')) throw urlError(text, 'missing protocol scheme')
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase() ?? ''
  if (scheme === '' && /^[^/?#]*:/.test(text)) {
    throw urlError(text, 'first path segment in URL cannot contain colon')
  }
  const rest = (scheme === '' ? text : text.slice(scheme.length + 1)).replace(/[?#].*$/s, '')
  if (!rest.startsWith('//')) return { scheme, host: '', path: unescaped(text, rest) }
  const [, authority = '', path = ''] = /^\/\/([^/]*)(.*)$/s.exec(rest) ?? []
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  const badCharacter = /[ "<>\\^`{|}]/.exec(host)?.[0]
  if (badCharacter !== undefined) {
    throw urlError(text, `invalid character ${JSON.stringify(badCharacter)} in host name`)
  }
  const port = /:([^:\]]*)$/.exec(host)?.[1]
  if (port !== undefined && !/^\d*$/.test(port)) throw urlError(text, `invalid port ":${port}" after host`)
  return { scheme, host, path: unescaped(text, path) }
}

function unescaped(text: string, path: string): string {
  const broken = /%(?![0-9a-f]{2}).{0,2}/is.exec(path)?.[0]
  if (broken !== undefined) throw urlError(text, `invalid URL escape ${JSON.stringify(broken)}`)
  return path
}
