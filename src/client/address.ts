import { ClientError } from './errors.ts'

/** Where an agent is. */
export interface Target {
  readonly scheme: 'http' | 'https'
  /** What stands in the URL: `host:port`, or `localhost` for a socket. */
  readonly host: string
  /** Path that goes before every other. */
  readonly prefix: string
  /** A Unix socket instead of a host. */
  readonly socketPath?: string
}

/** Reads an address as the official client does. */
export function parseAddress(address: string, ssl: boolean): Target {
  const scheme = ssl ? 'https' : 'http'
  const separator = address.indexOf('://')
  if (separator < 0) return { scheme, ...hostOf(address) }
  const named = address.slice(0, separator)
  const rest = address.slice(separator + 3)
  if (named === 'unix') return { scheme, host: 'localhost', prefix: '', socketPath: rest }
  if (named === 'http' || named === 'https') return { scheme: named, ...hostOf(rest) }
  throw new ClientError(`Unknown protocol scheme: ${named}`)
}

function hostOf(text: string): { host: string; prefix: string } {
  const slash = text.indexOf('/')
  if (slash < 0) return { host: text, prefix: '' }
  return { host: text.slice(0, slash), prefix: text.slice(slash).replace(/\/$/, '') }
}

const LAST_PORT = 65_535

/** Host and port of `host:port`, `[::1]:port` or `:port`. */
export function splitHost({ host, scheme }: Target): { hostname: string; port: number } {
  if (host === '') throw new ClientError('http: no Host in request URL')
  const found = /^(?:\[(?<v6>[^\]]*)\]|(?<name>.*?))(?::(?<port>\d*))?$/.exec(host)?.groups ?? {}
  const port = found['port'] ? Number(found['port']) : scheme === 'https' ? 443 : 80
  if (port > LAST_PORT) throw new ClientError(`dial tcp: address ${port}: invalid port`)
  return { hostname: (found['v6'] ?? found['name']) || '127.0.0.1', port }
}
