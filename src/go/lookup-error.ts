import dns from 'node:dns'
import { joinHostPort } from './host-port.ts'
import { isIP } from '../lib/ip.ts'

/** How Go says that it found nothing behind a host: with the server that was asked, where the host is a name. */
export function lookupError(host: string, what = 'no such host'): string {
  const [server] = /^[A-Za-z0-9._-]+$/.test(host) ? dns.getServers() : []
  const where = server ? ` on ${isIP(server) ? joinHostPort(server, 53) : server}` : ''
  return `lookup ${host}${where}: ${what}`
}
