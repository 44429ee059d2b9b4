import { unescapeBytes } from '../../go/percent.ts'
import { badRequest, Refused, UNSUPPORTED_VERSION } from './refused.ts'

export interface RequestLine {
  readonly method: string
  /** Path and query, whatever form the target had; `*` stays. */
  readonly url: string
  /** Of HTTP/1. */
  readonly minor: number
  /** A server of another version of HTTP is asked for; what follows may be wrong, too, and is said first. */
  readonly unsupported?: Refused
}

const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const VERSION = /^HTTP\/(\d)\.(\d)$/
/** Go takes any byte, Node's parser those of ASCII. */
const WIDE = /[\x80-\xff]/g
const CONTROL = /[\0-\x1f\x7f]/
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/s
const AUTHORITY = /^(?:[^@/]*@)?(?:\[[0-9A-Fa-f:.%A-Za-z]+\]|[^[\]:/?#<>"\\^`{}| %]*)(?::\d*)?$/

/** Stands for an empty path: both are redirected to the root. */
export const NO_PATH = '//'

/** Reads the first line of a request as Go's server does. Throws what it answers to any other. */
export function readRequestLine(line: string): RequestLine {
  const [method = '', target = '', version = '', ...more] = line.split(' ')
  const [, major, minor] = (more.length === 0 && VERSION.exec(version)) || []
  if (!METHOD.test(method) || major === undefined) throw badRequest()
  const url = readTarget(method, target)
  // Go lets the preface of HTTP/2 through to an upgrade handler, which Consul does not have
  const preface = method === 'PRI' && target === '*' && version === 'HTTP/2.0'
  if (preface) throw new Refused(400, '', ['Connection', 'close'])
  return {
    method,
    url: url.replace(WIDE, byte => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`),
    minor: major === '1' ? Number(minor) : 1,
    ...(major !== '1' && { unsupported: UNSUPPORTED_VERSION }),
  }
}

function readTarget(method: string, target: string): string {
  const isTunnel = method === 'CONNECT'
  if ((target === '' && !isTunnel) || CONTROL.test(target)) throw badRequest()
  if (target === '*') return target
  if (target.startsWith('/')) return checkedPath(target)
  // a proxy's form, with the name of the server before the path; CONNECT has the name alone
  const [, scheme, rest = ''] = SCHEME.exec(isTunnel ? `http://${target}` : target) ?? []
  if (scheme === undefined) throw badRequest()
  if (!rest.startsWith('/')) return NO_PATH
  if (!rest.startsWith('//')) return rest
  const [, authority = '', path = ''] = /^\/\/([^/?]*)(.*)$/s.exec(rest) ?? []
  if (!AUTHORITY.test(authority)) throw badRequest()
  return path.startsWith('/') ? checkedPath(path) : `${NO_PATH}${path}`
}

function checkedPath(target: string): string {
  if (hasBrokenEscape(target)) throw badRequest()
  return target
}

/** Whether a path, of which a query may follow, holds an escape that is none: Go's server reads no such request. */
export function hasBrokenEscape(target: string): boolean {
  if (!target.includes('%')) return false
  const at = target.indexOf('?')
  return unescapeBytes(at < 0 ? target : target.slice(0, at)) === undefined
}
