import http from 'node:http'
import type net from 'node:net'
import { onAbort } from './abort.ts'
import { dialTcp, dialTls, NOT_TLS, type TlsOptions } from './dial.ts'
import { errnoText, errorCode } from '../../go/errno.ts'
import type { Headers } from './http-headers.ts'
import type { HttpUrl } from '../../go/http-url.ts'
import { joinHostPort } from '../../go/host-port.ts'

/** One request on a connection of its own. */
export interface Exchange {
  readonly url: HttpUrl
  readonly method: string
  readonly host: string
  readonly headers: Headers
  readonly body: string
}

const TIMED_OUT = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'

/** Go's limit is ten times this; Node's own of 16 KiB would refuse what real services send. */
const MAX_HEADER_BYTES = 1 << 20

/** Sends the request and waits for the head of the answer. Errors and an abort are rejections with Go's text. */
export async function exchange(request: Exchange, tls: TlsOptions, signal: AbortSignal): Promise<http.IncomingMessage> {
  const socket = await dial(request.url, tls, signal)
  // read now: a broken connection no longer has its addresses
  const { localAddress = '', localPort = 0, remoteAddress = '', remotePort = 0 } = socket
  const ends = `${joinHostPort(localAddress, localPort)}->${joinHostPort(remoteAddress, remotePort)}`
  return new Promise((resolve, reject) => {
    const { url, method, host, headers, body } = request
    const length = body === '' ? {} : { 'Content-Length': Buffer.byteLength(body) }
    const sent = http.request({
      createConnection: () => socket,
      method,
      path: url.path,
      headers: { Host: host, ...headers, ...length } as http.OutgoingHttpHeaders,
      setHost: false,
      maxHeaderSize: MAX_HEADER_BYTES,
    })
    // node:http has made it upper case
    sent.method = method
    const forget = onAbort(signal, () => {
      sent.destroy()
      reject(new Error(TIMED_OUT))
    })
    sent.on('error', error => {
      forget()
      socket.destroy()
      reject(new Error(brokenText(error, ends)))
    })
    sent.on('response', response => {
      forget()
      // later errors concern the body only, whose reader handles them
      response.on('error', () => undefined)
      resolve(response)
    })
    sent.end(body)
  })
}

async function dial(url: HttpUrl, options: TlsOptions, signal: AbortSignal): Promise<net.Socket> {
  try {
    return await (url.secure ? dialTls(url.address, options, signal) : dialTcp(url.address, signal))
  } catch (error) {
    if (signal.aborted) throw new Error(TIMED_OUT, { cause: error })
    if (error instanceof Error && error.message === NOT_TLS) {
      throw new Error('http: server gave HTTP response to HTTPS client', { cause: error })
    }
    throw error
  }
}

/** Go's text for a connection that broke before there was an answer. */
function brokenText(error: Error, ends: string): string {
  const code = errorCode(error)
  if (code === 'HPE_HEADER_OVERFLOW')
    return `net/http: server response headers exceeded ${MAX_HEADER_BYTES} bytes; aborted`
  if (code.startsWith('HPE_')) {
    const packet = 'rawPacket' in error && Buffer.isBuffer(error.rawPacket) ? error.rawPacket.toString('latin1') : ''
    const line = JSON.stringify(packet.slice(0, 200).split(/\r?\n/, 1)[0])
    return `net/http: HTTP/1.x transport connection broken: malformed HTTP response ${line}`
  }
  if (error.message === 'socket hang up') return 'EOF'
  const syscall = 'syscall' in error ? String(error.syscall) : 'read'
  return `${syscall} tcp ${ends}: ${syscall}: ${errnoText(error)}`
}
