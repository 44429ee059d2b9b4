import net from 'node:net'
import type tls from 'node:tls'
import { onAbort } from './abort.ts'
import { resolveAddress, type Target } from './address.ts'
import { certificateError } from './certificate.ts'
import type { CheckTls } from './context.ts'
import { errnoText, errorCode } from '../../go/errno.ts'
import { isIP } from '../../lib/ip.ts'

/** Opens a TCP connection to `host:port`. Errors and an abort are rejections with Go's text. */
export async function dialTcp(address: string, signal: AbortSignal): Promise<net.Socket> {
  let firstError: unknown
  for (const target of await resolveAddress('tcp', address, signal)) {
    try {
      return await connect(target, signal)
    } catch (error) {
      firstError ??= error
      if (signal.aborted) break
    }
  }
  throw firstError
}

function connect({ ip, port, shown }: Target, signal: AbortSignal): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: ip, port })
    const fail = (what: string): void => {
      forget()
      socket.destroy()
      reject(new Error(`dial tcp ${shown}: ${what}`))
    }
    // This listener stays, so that an error that comes later cannot end the process.
    socket.on('error', error => fail(`connect: ${errnoText(error)}`))
    socket.once('connect', () => {
      forget()
      resolve(socket)
    })
    let forget = (): void => undefined
    forget = onAbort(signal, () => fail('i/o timeout'))
  })
}

/** How to meet a TLS server. */
export interface TlsOptions {
  /** The name to ask for and to expect; by default the host of the address. */
  readonly serverName: string
  readonly skipVerify: boolean
  readonly own?: CheckTls | undefined
  /** Protocols to choose from. */
  readonly alpn?: readonly string[]
}

/** The error for a server that does not speak TLS. */
export const NOT_TLS = 'tls: first record does not look like a TLS handshake'

/** Opens a TLS connection to `host:port`. Errors and an abort are rejections with Go's text. */
export async function dialTls(address: string, options: TlsOptions, signal: AbortSignal): Promise<tls.TLSSocket> {
  const socket = await dialTcp(address, signal)
  const name = options.serverName || address.replace(/:[^:]*$/, '').replace(/^\[|\]$/g, '')
  return new Promise((resolve, reject) => {
    // loaded here: most agents have no check over TLS, and loading takes 5 % of the start
    const secure = process.getBuiltinModule('node:tls').connect({
      socket,
      servername: isIP(name) ? '' : name,
      rejectUnauthorized: false,
      ...(options.alpn && { ALPNProtocols: [...options.alpn] }),
      ...(options.own as tls.ConnectionOptions),
    })
    const fail = (what: string): void => {
      forget()
      secure.destroy()
      socket.destroy()
      reject(new Error(what))
    }
    secure.on('error', error => fail(handshakeError(error)))
    secure.once('secureConnect', () => {
      const error = options.skipVerify ? undefined : certificateError(secure, name)
      if (error !== undefined) {
        fail(error)
        return
      }
      forget()
      resolve(secure)
    })
    let forget = (): void => undefined
    forget = onAbort(signal, () => fail('context deadline exceeded'))
  })
}

function handshakeError(error: Error): string {
  const code = errorCode(error)
  if (code === 'ECONNRESET') return 'EOF'
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') return NOT_TLS
  const alert = /alert ([a-z ]+)$|ALERT_([A-Z_]+)/.exec('reason' in error ? String(error.reason) : code)
  if (alert) return `remote error: tls: ${(alert[1] ?? alert[2] ?? '').toLowerCase().replaceAll('_', ' ')}`
  return `tls: ${errnoText(error)}`
}
