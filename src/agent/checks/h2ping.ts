import type { ClientHttp2Session } from 'node:http2'
import type { Socket } from 'node:net'
import { onAbort } from './abort.ts'
import { dialTcp, dialTls } from './dial.ts'
import { errorCode } from '../../go/errno.ts'
import { errorText } from '../../lib/error-text.ts'
import type { Probe } from './periodic.ts'

const TIMED_OUT = 'context deadline exceeded'
const NOT_HTTP2 =
  'http2: failed reading the frame payload: http2: frame too large, note that the frame header looked like an HTTP/1.1 header'

/** Pings a server of HTTP/2, over TLS unless the definition says otherwise. */
export const probeH2ping: Probe = async (definition, signal, _timeout, own) => {
  const { h2ping: address, h2pingUseTls, tlsServerName: serverName, tlsSkipVerify: skipVerify } = definition
  let socket: Socket
  try {
    const tls = { serverName, skipVerify, own, alpn: ['h2'] }
    socket = await (h2pingUseTls ? dialTls(address, tls, signal) : dialTcp(address, signal))
  } catch (error) {
    return { status: 'critical', output: `Failed to dial to ${address}: ${errorText(error)}` }
  }
  try {
    await ping(socket, signal)
    return { status: 'passing', output: 'HTTP2 ping was successful' }
  } catch (error) {
    return { status: 'critical', output: `HTTP2 ping failed: ${errorText(error)}` }
  } finally {
    socket.destroy()
  }
}

function ping(socket: Socket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let forget = (): void => undefined
    // loaded here, for most agents never check what speaks HTTP/2
    const session: ClientHttp2Session = process
      .getBuiltinModule('node:http2')
      .connect('http://check', { createConnection: () => socket })
    const end = (failure?: string): void => {
      forget()
      session.destroy()
      if (failure === undefined) resolve()
      else reject(new Error(failure))
    }
    session.on('error', error => end(errorCode(error) === 'ERR_HTTP2_ERROR' ? NOT_HTTP2 : 'EOF'))
    session.once('close', () => end('EOF'))
    session.ping(error => error || end())
    forget = onAbort(signal, () => end(TIMED_OUT))
  })
}
