import { parseUrl, urlError } from './url.ts'

/** A URL that can be asked over HTTP, in the parts that are needed to do so. */
export interface HttpUrl {
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

/** A URL that can be parsed but not asked; the caller puts the method and the URL before it. */
export class UnusableUrl extends Error {
  readonly shown: string

  constructor(shown: string, what: string) {
    super(what)
    this.shown = shown
  }
}

/** Takes a URL apart; what is wrong with it is thrown with Go's text. */
export function parseHttpUrl(text: string): HttpUrl {
  const { scheme, host: hostport } = parseUrl(text)
  const shown = shownUrl(text)
  const port = DEFAULT_PORTS[scheme]
  if (port === undefined) throw new UnusableUrl(shown, `unsupported protocol scheme "${scheme}"`)

  const given = /:([^:\]]*)$/.exec(hostport)?.[1]
  if (hostport === '') throw new UnusableUrl(shown, 'http: no Host in request URL')
  if (Number(given ?? '') > 65535) throw new UnusableUrl(shown, `dial tcp: address ${given}: invalid port`)
  // without a host it is this machine, which Go's URLs know and others do not
  const isLocal = hostport.startsWith(':')
  const whole = isLocal ? text.replace(hostport, `localhost${hostport}`) : text
  if (!URL.canParse(whole)) throw urlError(text, 'invalid URL')

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

/** A URL as Go writes it: without its password, and with what it has to escape. */
function shownUrl(text: string): string {
  const hidden = text.replace(/^([^/]*\/\/[^/?#:@]*):[^/?#@]*@/, '$1:***@').replaceAll(' ', '%20')
  return hidden.replace(/^([^/]*:)\/\/$/, '$1')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
