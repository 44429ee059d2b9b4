import type { FastifyInstance } from 'fastify'
import type { IncomingMessage } from 'node:http'
import { Refusal } from '../../api/refusals.ts'
import { isLoopback, isNearbyHost, isThisHost } from '../../http/host.ts'
import { mayWrite } from '../../http/write-access.ts'

/**
 * Lets in who may use the control API: programs on this machine and in networks that the settings allow, and the agent's own web page. Another page in a browser
 * on this machine may not, whatever it calls the agent; so nothing here ever allows another origin.
 */
export function addGuard(app: FastifyInstance, allowed: () => readonly string[]): void {
  app.addHook('onRequest', async ({ raw }) => {
    const reason = whyRefused(raw, allowed())
    if (reason !== undefined) throw new Refusal(403, reason)
  })
}

/** Why a request may not come in. */
export function whyRefused(
  { method, headers, socket }: IncomingMessage,
  allowed: readonly string[] = [],
): string | undefined {
  const { remoteAddress, localAddress } = socket
  // over a Unix socket there is no address, and no browser
  const overUnix = remoteAddress === undefined && localAddress === undefined
  const far = !overUnix && !isLoopback(remoteAddress ?? '')
  if (far && (allowed.length === 0 || !mayWrite(remoteAddress ?? '', allowed))) {
    return `The control API is for clients on the same machine only. ${wayIn(remoteAddress ?? '')}`
  }
  if (far && !isNearbyHost(headers.host ?? '')) return 'The control API is asked by an address, or by a local name.'
  if (!far && !overUnix && !isThisHost(headers.host ?? '', localAddress ?? '')) {
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

/** What to start the agent with so that an address is let in. */
const wayIn = (address: string): string =>
  `For ${address} start the agent with -test-bench-allow=CIDR, ui_config.test_bench_allow or MINICONSUL_TEST_BENCH_ALLOW.`

function isSameOrigin(origin: string | undefined, host: string): boolean {
  return origin === undefined || origin.toLowerCase() === `http://${host.toLowerCase()}`
}
