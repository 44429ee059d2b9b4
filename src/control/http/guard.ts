import type { FastifyInstance } from 'fastify'
import type { IncomingMessage } from 'node:http'
import { Refusal } from '../../api/refusals.ts'
import { isLoopback, isThisHost } from '../../http/host.ts'

/**
 * Lets in who may use the control API: programs on this machine, and the agent's own web page. Another page in a browser
 * on this machine may not, whatever it calls the agent; so nothing here ever allows another origin.
 */
export function addGuard(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw }) => {
    const reason = whyRefused(raw)
    if (reason !== undefined) throw new Refusal(403, reason)
  })
}

/** Why a request may not come in. */
export function whyRefused({ method, headers, socket }: IncomingMessage): string | undefined {
  const { remoteAddress, localAddress } = socket
  // over a Unix socket there is no address, and no browser
  const overUnix = remoteAddress === undefined && localAddress === undefined
  if (!overUnix && !isLoopback(remoteAddress ?? '')) return 'The control API is for clients on the same machine only.'
  if (!overUnix && !isThisHost(headers.host ?? '', localAddress ?? '')) {
    return 'The control API is asked by an address of this machine, or as localhost.'
  }
  const { origin, 'sec-fetch-site': site } = headers
  if (origin === undefined && site === undefined) return undefined
  if (!isSameOrigin(origin, headers.host ?? '') || (site !== undefined && site !== 'same-origin' && site !== 'none')) {
    return 'The control API is for pages of the agent itself only.'
  }
  if (method !== 'GET' && method !== 'HEAD' && headers['x-miniconsul'] !== '1') {
    return 'A page that changes something has to send the header X-Miniconsul: 1.'
  }
  return undefined
}

function isSameOrigin(origin: string | undefined, host: string): boolean {
  return origin === undefined || origin.toLowerCase() === `http://${host.toLowerCase()}`
}
