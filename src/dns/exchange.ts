import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { HEADER_BYTES } from './protocol.ts'
import { isIPv6 } from '../lib/ip.ts'

/** Another DNS server. */
export interface Server {
  readonly host: string
  readonly port: number
}

/** One question on its way. Its answer is nothing when it was given up or failed. */
export interface Exchange {
  readonly answer: Promise<Buffer | undefined>
  abort(): void
}

/** What `Promise.withResolvers` gives where there is one. */
function pending(): { promise: Promise<Buffer | undefined>; resolve: (answer: Buffer | undefined) => void } {
  let resolve: (answer: Buffer | undefined) => void = () => {}
  const promise = new Promise<Buffer | undefined>(settle => {
    resolve = settle
  })
  return { promise, resolve }
}

const isAnswerTo = (answer: Buffer, question: Buffer): boolean =>
  answer.readUInt16BE(0) === question.readUInt16BE(0) && (answer.readUInt8(2) & 0x80) !== 0

/** Asks over UDP, from a port of its own. */
export function exchangeUdp(server: Server, question: Buffer): Exchange {
  const { promise, resolve } = pending()
  const socket = createSocket(isIPv6(server.host) ? 'udp6' : 'udp4')
  let open = true
  const finish = (answer?: Buffer): void => {
    if (!open) return
    open = false
    socket.close()
    resolve(answer)
  }
  socket.on('error', () => finish())
  socket.on('message', answer => {
    if (answer.length < HEADER_BYTES) finish()
    else if (isAnswerTo(answer, question)) finish(answer)
  })
  // connected, so that a closed port fails at once and packets of other senders are ignored
  socket.connect(server.port, server.host, () => {
    if (open) socket.send(question, error => error && finish())
  })
  return { answer: promise, abort: () => finish() }
}

/** Asks over a TCP connection of its own. */
export function exchangeTcp(server: Server, question: Buffer): Exchange {
  const { promise, resolve } = pending()
  const socket = connect(server.port, server.host)
  const finish = (answer?: Buffer): void => {
    socket.destroy()
    resolve(answer)
  }
  const length = Buffer.alloc(2)
  length.writeUInt16BE(question.length)
  socket.write(Buffer.concat([length, question]))
  let received: Buffer = Buffer.alloc(0)
  socket.on('data', data => {
    received = Buffer.concat([received, data])
    if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return
    const answer = received.subarray(2, 2 + received.readUInt16BE(0))
    finish(answer.length >= HEADER_BYTES && isAnswerTo(answer, question) ? answer : undefined)
  })
  socket.on('error', () => finish())
  socket.on('close', () => finish())
  return { answer: promise, abort: () => finish() }
}
