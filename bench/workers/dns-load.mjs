// Queries over UDP, a fixed number of them under way at any time: half as many sockets, two queries each.
import { createSocket } from 'node:dgram'
import { answersOf, rcodeOf } from '../lib/dns-message.mjs'
import { cpuOf } from '../lib/proc.mjs'
import { percentile } from '../lib/stats.mjs'
import { serve } from '../lib/worker.mjs'

/** A query without an answer for so many ms is lost and sent anew. */
const LOST_AFTER = 1000
/** Latencies are noted of one query in so many. */
const SAMPLE = 16

function connected(port) {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4')
    socket.once('error', reject)
    socket.connect(port, '127.0.0.1', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })
}

const PER_SOCKET = 2

serve({
  /** One answer, to be verified or repeated. */
  async ask({ port, query }) {
    const socket = await connected(port)
    const answer = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('Failed to measure: no DNS answer in 2 s.')), 2000)
      socket.once('error', reject)
      socket.once('message', packet => {
        clearTimeout(timer)
        resolve(packet)
      })
    })
    socket.send(Buffer.from(query))
    return answer.finally(() => socket.close())
  },

  /** Keeps `connections` queries under way for `warmMs`, then counts for `ms`. Each must have so many `answers`. */
  async run({ port, pid, connections, query, answers, warmMs, ms }) {
    const count = Math.max(1, Math.round(connections / PER_SOCKET))
    const sockets = await Promise.all(Array.from({ length: count }, () => connected(port)))
    let [done, lost, wrong, counting, running] = [0, 0, 0, false, true]
    const times = []
    const slots = []
    for (const socket of sockets) {
      const own = Array.from({ length: PER_SOCKET }, (_, i) => ({ bytes: Buffer.from(query), id: i, sent: 0, socket }))
      slots.push(...own)
      socket.on('error', () => undefined)
      socket.on('message', packet => {
        const id = packet.readUInt16BE(0)
        const slot = own[id % PER_SOCKET]
        if (slot.id !== id || !running) return
        if (rcodeOf(packet) !== 0 || answersOf(packet) !== answers) wrong++
        if (counting && ++done % SAMPLE === 0) times.push(performance.now() - slot.sent)
        send(slot)
      })
    }
    function send(slot) {
      slot.id = (slot.id + PER_SOCKET) & 0xffff
      slot.bytes.writeUInt16BE(slot.id, 0)
      slot.sent = performance.now()
      slot.socket.send(slot.bytes)
    }
    for (const slot of slots) send(slot)
    const watchdog = setInterval(() => {
      const now = performance.now()
      for (const slot of slots) {
        if (now - slot.sent < LOST_AFTER) continue
        lost++
        send(slot)
      }
    }, LOST_AFTER / 4)
    const pause = time => new Promise(resolve => setTimeout(resolve, time))
    await pause(warmMs)
    counting = true
    const [begun, cpu, ownCpu] = [performance.now(), cpuOf(pid), process.cpuUsage()]
    await pause(ms)
    counting = false
    running = false
    const elapsed = performance.now() - begun
    const used = cpuOf(pid) - cpu
    const { user, system } = process.cpuUsage(ownCpu)
    clearInterval(watchdog)
    for (const socket of sockets) socket.close()
    if (wrong > 0) throw new Error(`Failed to measure: ${wrong} answers were not the right ones.`)
    return {
      count: done,
      ms: elapsed,
      cpuMs: used,
      lost,
      loadBusy: (user + system) / 1000 / elapsed,
      p50: percentile(times, 0.5),
      p99: percentile(times, 0.99),
    }
  },
})
