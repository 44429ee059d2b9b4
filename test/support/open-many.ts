import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** Opens connections that each say a text and then nothing more; they are closed when the test ends. */
export async function openMany(
  port: number,
  count: number,
  text: string | Uint8Array = '',
): Promise<readonly Socket[]> {
  const sockets: Socket[] = []
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
  })
  for (let i = 0; i < count; i++) {
    const socket = connect(port, '127.0.0.1')
    sockets.push(socket)
    socket.on('error', () => undefined).resume()
    await new Promise(resolve => socket.once('connect', resolve).once('close', resolve))
    if (text.length > 0) socket.write(text)
  }
  return sockets
}
