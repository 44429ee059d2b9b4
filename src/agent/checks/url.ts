/** A URL that a check can ask, in the parts that are needed to do so. */
export interface CheckUrl {
  readonly secure: boolean
  /** `host:port`, the port filled in. */
  readonly address: string
  /** What goes into the Host header. */
  readonly host: string
  readonly path: string
  /** `user:password`, '' for none. */
  readonly userinfo: string
  /** The text as Go repeats it in errors: without the password. */
  readonly shown: string
  /** What a relative location is relative to. */
  readonly href: string
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' }

/** A URL that cannot be parsed: the message is all that is said. */
export class UrlError extends Error {}

function parseError(text: string, what: string): Error {
  return new UrlError(`parse ${JSON.stringify(text)}: ${what}`)
}

/** A URL that can be parsed but not asked; the caller puts the method and the URL before it. */
export class UnusableUrl extends Error {
  readonly shown: string

  constructor(shown: string, what: string) {
    super(what)
    this.shown = shown
  }
}

/** Takes a URL apart; what is wrong with it is thrown with Go's text. */
export function parseCheckUrl(text: string): CheckUrl {
  if (/[\x00-\x1f\x7f]/.test(text)) throw parseError(text, 'net/url: invalid control character in URL')
  if (text.startsWith(':')) throw parseError(text, 'missing protocol scheme')
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase() ?? ''
  if (scheme === '' && /^[^/?#]*:/.test(text)) throw parseError(text, 'first path segment in URL cannot contain colon')
  const shown = text.replace(/^([^/]*\/\/[^/?#:@]*):[^/?#@]*@/, '$1:***@')
  const port = DEFAULT_PORTS[scheme]
  if (port === undefined) throw new UnusableUrl(shown, `unsupported protocol scheme "${scheme}"`)

  const authority = /^[^/?#]*\/\/([^/?#]*)/.exec(text)?.[1] ?? ''
  const hostport = authority.slice(authority.lastIndexOf('@') + 1)
  const given = /:([^:\]]*)$/.exec(hostport)?.[1]
  if (given !== undefined && !/^\d*$/.test(given)) throw parseError(text, `invalid port ":${given}" after host`)
  if (hostport === '') throw new UnusableUrl(shown, 'http: no Host in request URL')
  if (Number(given ?? '') > 65535) throw new UnusableUrl(shown, `dial tcp: address ${given}: invalid port`)
  // without a host it is this machine, which Go's URLs know and others do not
  const isLocal = hostport.startsWith(':')
  const whole = isLocal ? text.replace(hostport, `localhost${hostport}`) : text
  if (!URL.canParse(whole)) throw parseError(text, 'invalid URL')

  const url = new URL(whole)
  return {
    secure: scheme === 'https',
    address: `${isLocal ? '' : url.hostname}:${url.port || port}`,
    host: isLocal ? hostport : url.host,
    path: url.pathname + url.search,
    userinfo: url.username || url.password ? `${decode(url.username)}:${decode(url.password)}` : '',
    shown,
    href: url.href,
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
