import type { IncomingMessage, ServerResponse } from 'node:http'
import { BlockList, isIP, isIPv6 } from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Own names of this machine; any name below `localhost` is one, too (RFC 6761). */
const LOCAL_NAME = /^(?:.+\.)?localhost\.?$/i

/**
 * Lets in who may use the test bench: programs on this machine, and the agent's own web page. Another page in a browser
 * on this machine may not, whatever it calls the agent; so nothing here ever allows another origin.
 */
export function admits(raw: IncomingMessage, res: ServerResponse): boolean {
  neverShared(res)
  const reason = refusal(raw)
  if (reason === undefined) return true
  const text = Buffer.from(reason)
  raw.resume()
  res.writeHead(403, ['Content-Type', 'text/plain; charset=utf-8', 'Content-Length', String(text.length)])
  res.end(text)
  return false
}

/** Why a request may not come in. */
export function refusal({ method, headers, socket }: IncomingMessage): string | undefined {
  const { remoteAddress, localAddress } = socket
  // over a Unix socket there is no address, and no browser
  const overUnix = remoteAddress === undefined && localAddress === undefined
  if (!overUnix && !isLoopback(remoteAddress ?? '')) return 'The test bench is for clients on the same machine only.'
  if (!overUnix && !isOwnHost(headers.host ?? '', localAddress ?? '')) {
    return 'The test bench is asked by an address of this machine, or as localhost.'
  }
  const { origin, 'sec-fetch-site': site } = headers
  if (origin === undefined && site === undefined) return undefined
  if (!isSameOrigin(origin, headers.host ?? '') || (site !== undefined && site !== 'same-origin' && site !== 'none')) {
    return 'The test bench is for pages of the agent itself only.'
  }
  if (method !== 'GET' && method !== 'HEAD' && headers['x-miniconsul'] !== '1') {
    return 'A page that changes something has to send the header X-Miniconsul: 1.'
  }
  return undefined
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, '')
  return isIP(plain) !== 0 && loopback.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
}

function isOwnHost(host: string, bound: string): boolean {
  const name = /^\[([^\]]*)\](?::\d+)?$/.exec(host)?.[1] ?? host.replace(/:\d+$/, '')
  return LOCAL_NAME.test(name) || isLoopback(name) || (name !== '' && name === bound.replace(/^::ffff:/i, ''))
}

function isSameOrigin(origin: string | undefined, host: string): boolean {
  return origin === undefined || origin.toLowerCase() === `http://${host.toLowerCase()}`
}

/** Takes headers away that a configuration may add to all answers, and that would share these with other origins. */
function neverShared(res: ServerResponse): void {
  const writeHead = res.writeHead.bind(res) as (status: number, headers?: unknown) => ServerResponse
  res.writeHead = ((status: number, headers?: unknown) => {
    if (!Array.isArray(headers)) return writeHead(status, headers)
    const flat = headers as readonly string[]
    const kept = flat.filter((_, i) => !/^access-control-/i.test(flat[i - (i % 2)] ?? ''))
    return writeHead(status, kept)
  }) as ServerResponse['writeHead']
}
