import { orAbort } from './abort.ts'
import { errorCode } from '../../go/errno.ts'
import { errorText } from '../../lib/error-text.ts'
import { joinHostPort, splitHostPort } from '../../go/host-port.ts'
import { isIP } from '../../lib/ip.ts'
import { lookupError } from '../../go/lookup-error.ts'
import { lookupHost } from '../../go/lookup-host.ts'

type Network = 'tcp' | 'udp'

/** One address to connect to, and how Go writes it. */
export interface Target {
  readonly ip: string
  readonly port: number
  readonly shown: string
}

function parsePort(network: Network, port: string): number {
  if (port === '') return 0
  if (!/^[+-]?\d+$/.test(port)) throw new Error(`lookup ${network}/${port}: unknown port`)
  const number = Number(port)
  if (number < 0 || number > 65535) throw new Error(`address ${port}: invalid port`)
  return number
}

/** The addresses behind a host. Rejects with Go's text. */
function lookup(host: string): Promise<readonly string[]> {
  return lookupHost(host).catch((error: unknown) => {
    const what = errorCode(error) === 'EAI_AGAIN' ? 'server misbehaving' : undefined
    throw new Error(lookupError(host, what), { cause: error })
  })
}

/** What an address such as `localhost:80` stands for. Errors and an abort are rejections with Go's text. */
export async function resolveAddress(
  network: Network,
  address: string,
  signal: AbortSignal,
): Promise<readonly Target[]> {
  try {
    const split = splitHostPort(address)
    const { host } = split
    const port = parsePort(network, split.port)
    if (host === '') return [{ ip: '127.0.0.1', port, shown: `:${port}` }]
    const timedOut = (): Error => new Error(`lookup ${host}: i/o timeout`)
    const ips = isIP(host) ? [host] : await orAbort(lookup(host), signal, timedOut)
    return ips.map(ip => ({ ip, port, shown: joinHostPort(ip, port) }))
  } catch (error) {
    throw new Error(`dial ${network}: ${errorText(error)}`, { cause: error })
  }
}
