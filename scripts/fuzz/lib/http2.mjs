// Frames of HTTP/2, right and wrong ones, and a connection that sends them as they are.
import { connect } from 'node:tls'

export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
export const TYPE = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  push: 5,
  ping: 6,
  goaway: 7,
  window: 8,
  continuation: 9,
}
export const FLAG = { endStream: 1, ack: 1, endHeaders: 4 }
const SETTING = { window: 4 }

export function frame(type, flags, stream, payload = Buffer.alloc(0)) {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flags, 4)
  head.writeUInt32BE(stream >>> 0, 5)
  return Buffer.concat([head, payload])
}

/** A literal of HPACK without Huffman's code and without an entry in the table; `index` names a header of the static one. */
function literal(name, value) {
  const text = part => Buffer.concat([integer(0, 7, Buffer.byteLength(part)), Buffer.from(part)])
  return typeof name === 'number'
    ? Buffer.concat([integer(0, 4, name), text(value)])
    : Buffer.concat([Buffer.from([0]), text(name), text(value)])
}

function integer(first, bits, value) {
  const most = 2 ** bits - 1
  if (value < most) return Buffer.from([first | value])
  const bytes = [first | most]
  let rest = value - most
  for (; rest >= 128; rest >>>= 7) bytes.push(128 | (rest & 127))
  return Buffer.from([...bytes, rest])
}

const METHOD = 2
const PATH = 4
const AUTHORITY = 1
const HTTPS = Buffer.from([0x87])

export const headerBlock = (method, path, others = {}) =>
  Buffer.concat([
    literal(METHOD, method),
    HTTPS,
    literal(PATH, path),
    literal(AUTHORITY, 'localhost'),
    ...Object.entries(others).map(([name, value]) => literal(name, value)),
  ])

const uint32 = value => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

export const get = (stream, path, headers) =>
  frame(TYPE.headers, FLAG.endStream | FLAG.endHeaders, stream, headerBlock('GET', path, headers))
export const reset = stream => frame(TYPE.reset, 0, stream, uint32(8))
export const settings = window => {
  const setting = Buffer.alloc(6)
  setting.writeUInt16BE(SETTING.window)
  setting.writeUInt32BE(window, 2)
  return frame(TYPE.settings, 0, 0, window === undefined ? undefined : setting)
}
export const ping = ack => frame(TYPE.ping, ack ? FLAG.ack : 0, 0, Buffer.alloc(8))
export const continuation = (stream, payload, last) =>
  frame(TYPE.continuation, last ? FLAG.endHeaders : 0, stream, payload)
export const window = (stream, by) => frame(TYPE.window, 0, stream, uint32(by))

/**
 * Sends the preface and frames on a connection of its own, one piece after the other. Resolves with how many bytes came when the other
 * side closed or was quiet for a while. `reads: false`: nothing is read, which makes answers pile up.
 */
export function sendFrames(port, pieces, { reads = true, quiet = 300 } = {}) {
  return new Promise(resolve => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['h2'] })
    let heard = 0
    const end = () => {
      socket.destroy()
      resolve(heard)
    }
    socket.setTimeout(quiet, end)
    socket.on('error', end).on('close', end)
    socket.on('secureConnect', async () => {
      if (reads) socket.on('data', data => (heard += data.length))
      socket.write(PREFACE)
      for (const piece of pieces) {
        if (socket.destroyed) return
        if (socket.write(piece)) continue
        await new Promise(resume => socket.once('drain', resume).once('close', resume))
      }
      if (!reads) setTimeout(end, quiet)
    })
  })
}
