// Sends bytes as they are and gives what came back.
import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds without a byte from the other side after which a client has seen enough. */
const QUIET = 400
/** What one answer keeps of what came. */
const MAX_HEARD = 4_000_000

/**
 * Sends pieces, one after the other, each a text of one unit a byte. Resolves with what came when the other side closed, when it was quiet
 * for a while, when `enough` says so, or after `reset`, which cuts the connection.
 */
export function talk(port, pieces, { reset = false, enough = () => false, quiet = QUIET } = {}) {
  return new Promise(resolve => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let heard = ''
    const end = () => {
      socket.destroy()
      resolve(heard)
    }
    socket.setTimeout(quiet, end)
    socket.on('error', end)
    socket.on('close', end)
    socket.on('data', data => {
      if (heard.length < MAX_HEARD) heard += data.toString('latin1')
      if (enough(heard)) end()
    })
    socket.on('connect', async () => {
      for (const piece of pieces) {
        if (socket.destroyed) return
        socket.write(Buffer.from(piece, 'latin1'))
        if (pieces.length > 1) await sleep(0)
      }
      if (reset) socket.resetAndDestroy()
    })
  })
}

/** Sends datagrams in turns; counts what came back. */
export async function datagrams(port, packets) {
  const socket = createSocket('udp4')
  let heard = 0
  socket.on('message', () => heard++)
  socket.on('error', () => undefined)
  for (const packet of packets) {
    await new Promise(resolve => socket.send(packet, port, '127.0.0.1', resolve))
  }
  await sleep(5)
  await new Promise(resolve => socket.close(resolve))
  return heard
}

/** Cuts a text in a few places. */
export function cut(text, random) {
  if (random.chance(1, 2) || text.length < 2) return [text]
  const at = 1 + random.int(text.length - 1)
  return [text.slice(0, at), ...(random.chance(1, 3) ? cut(text.slice(at), random) : [text.slice(at)])]
}

/** Runs tasks, some at a time. */
export async function each(items, width, run) {
  const queue = [...items]
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await run(item)
    }),
  )
}
