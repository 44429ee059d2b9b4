import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from '../../lib/ip.ts'

/**
 * Whether a request may come from a web browser, which has no business on these ports. Agents are dialled by their address
 * and send neither an `Origin` nor `Sec-Fetch-*`; a name in `Host` may be that of a foreign page which was pointed here (DNS
 * rebinding).
 */
export function isFromBrowser(headers: IncomingHttpHeaders): boolean {
  if (headers.origin !== undefined || headers.referer !== undefined) return true
  for (const name in headers) if (name.startsWith('sec-')) return true
  return !isAddress(headers.host ?? '')
}

function isAddress(host: string): boolean {
  const name = host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1')
  return isIP(name) !== 0
}
