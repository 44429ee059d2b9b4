import { ClientError } from './errors.ts'
import { joinHostPort, splitHostPort } from '../go/host-port.ts'
import { errorText } from '../lib/error-text.ts'
import { isLibcAddress } from '../lib/ip.ts'

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
  const found = /^(?<name>.*?)(?::(?<port>\d*))?$/.exec(host)?.groups ?? {}
  const port = found['port'] ? Number(found['port']) : scheme === 'https' ? 443 : 80
  if (port > LAST_PORT) throw new ClientError(`dial tcp: address ${port}: invalid port`)
  const hostname = found['name']?.replace(/^\[(.*)\]$/, '$1') || '127.0.0.1'
  if (/[[\]]/.test(hostname)) throw new ClientError(`dial tcp: ${problemOf(joinHostPort(hostname, port))}`)
  if (isLibcAddress(hostname)) throw new ClientError(`dial tcp: lookup ${hostname}: no such host`)
  return { hostname, port }
}

function problemOf(address: string): string {
  try {
    splitHostPort(address)
    return `lookup ${address}: no such host`
  } catch (error) {
    return errorText(error)
  }
}
