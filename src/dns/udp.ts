import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { WriteBatcher, type BatchedWrite } from '../lib/write-batcher.ts'
import type { Answerer } from './tcp.ts'
import { isIPv6 } from '../lib/ip.ts'

/** Bytes of questions that may wait in the kernel: bursts are not lost so soon. */
const RECEIVE_BUFFER = 1 << 20

/** A UDP socket that answers. */
export interface UdpListener {
  close(): Promise<void>
}

/** Listens; rejects when it can't. */
export async function listenUdp(host: string, port: number, answer: Answerer): Promise<UdpListener> {
  const socket = createSocket({
    type: isIPv6(host) ? 'udp6' : 'udp4',
    recvBufferSize: RECEIVE_BUFFER,
    // the client is an address already: nothing to look up, and no turn to wait for
    lookup: (address, _options, found) => found(null, address, isIPv6(address) ? 6 : 4),
  })
  let open = true
  const batcher = new WriteBatcher()
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind({ address: host, port, exclusive: true }, () => {
      socket.off('error', reject)
      resolve()
    })
  }).catch((error: unknown) => {
    socket.close()
    throw error
  })
  // answers to clients that are gone, or too large for the interface: nothing can be reported
  socket.on('error', () => {})
  socket.on('message', (packet, client) => {
    // to where nothing can be sent
    if (client.port === 0) return
    const reply = answer(packet)
    if (reply instanceof Promise) {
      void reply.then(late => late && open && socket.send(late, client.port, client.address))
    } else if (reply) batcher.add(new Datagram(socket, reply, client), false)
  })
  return {
    close: () =>
      new Promise(resolve => {
        batcher.flush()
        open = false
        socket.close(() => resolve())
      }),
  }
}

class Datagram implements BatchedWrite {
  readonly #socket: Socket
  readonly #bytes: Buffer
  readonly #client: RemoteInfo

  constructor(socket: Socket, bytes: Buffer, client: RemoteInfo) {
    this.#socket = socket
    this.#bytes = bytes
    this.#client = client
  }

  flush(): void {
    this.#socket.send(this.#bytes, this.#client.port, this.#client.address)
  }
}
