import dns from 'node:dns'
import { joinHostPort } from './host-port.ts'
import { isIP } from '../lib/ip.ts'

/** How Go says that it found nothing behind a host: with the server that was asked, where the host is a name. */
export function lookupError(host: string, what = 'no such host'): string {
  const [server] = isDomainName(host) ? dns.getServers() : []
  const where = server ? ` on ${isIP(server) ? joinHostPort(server, 53) : server}` : ''
  return `lookup ${host}${where}: ${what}`
}

/** Go asks no server for other names. */
const isDomainName = (host: string): boolean => /^[A-Za-z0-9._-]+$/.test(host) && /[^\d.]/.test(host)
