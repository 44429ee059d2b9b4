import { type AddressInfo, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

const HEAD = 'HTTP/1.1 200 OK\r\n'
const FLOODS = {
  head: { begin: HEAD, chunk: Buffer.from(`X-Filler: ${'x'.repeat(1000)}\r\n`.repeat(64)) },
  body: { begin: `${HEAD}Content-Type: application/json\r\n\r\n`, chunk: Buffer.alloc(64 * 1024, 'x') },
}

/** A server whose answers have heads or bodies that go on as long as the client reads. */
export async function floodServer(part: keyof typeof FLOODS) {
  const sockets = new Set<Socket>()
  const closed: Promise<void>[] = []
  const server = createServer(socket => {
    sockets.add(socket)
    closed.push(new Promise(resolve => socket.once('close', () => resolve())))
    socket.on('error', () => undefined)
    socket.once('data', () => flood(socket, FLOODS[part]))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  const written = (): number => [...sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, 0)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Bytes that it got rid of so far. */
    written,
    /** Once all who asked are gone. */
    closed: () => Promise.all(closed),
  }
}

function flood(socket: Socket, { begin, chunk }: (typeof FLOODS)['head']): void {
  socket.write(begin)
  const write = (): void => {
    if (socket.destroyed) return
    if (socket.write(chunk)) setImmediate(write)
    else socket.once('drain', write)
  }
  write()
}
