import { createSocket } from 'node:dgram'
import { connect, isIPv6, type Socket } from 'node:net'

/** Sends a packet over UDP and waits for one answer. */
export function askUdp(port: number, packet: Buffer, host = '127.0.0.1'): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
    socket.once('error', reject)
    socket.once('message', answer => {
      socket.close()
      resolve(answer)
    })
    socket.send(packet, port, host)
  })
}

/** A packet behind its length. */
export function framed(packet: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(packet.length)
  return Buffer.concat([length, packet])
}

/** A TCP connection that collects answers. */
export class TcpClient {
  readonly socket: Socket
  readonly closed: Promise<void>
  readonly answers: Buffer[] = []
  #received: Buffer = Buffer.alloc(0)
  #wake: () => void = () => {}

  private constructor(socket: Socket) {
    this.socket = socket
    this.closed = new Promise(resolve => socket.once('close', () => resolve()))
    socket.on('error', () => {})
    socket.on('data', data => {
      this.#received = Buffer.concat([this.#received, data])
      while (this.#received.length >= 2 && this.#received.length >= 2 + this.#received.readUInt16BE(0)) {
        const end = 2 + this.#received.readUInt16BE(0)
        this.answers.push(this.#received.subarray(2, end))
        this.#received = this.#received.subarray(end)
      }
      this.#wake()
    })
  }

  static open(port: number, host = '127.0.0.1'): Promise<TcpClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, host)
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        resolve(new TcpClient(socket))
      })
    })
  }

  /** Sends one question and waits for the next answer. */
  async ask(packet: Buffer): Promise<Buffer> {
    const count = this.answers.length + 1
    this.socket.write(framed(packet))
    await this.received(count)
    return this.answers[count - 1] as Buffer
  }

  /** Waits for that many answers in all. */
  async received(count: number): Promise<void> {
    while (this.answers.length < count) {
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
  }
}
