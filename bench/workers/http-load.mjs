// A load generator: persistent connections, each with one request under way at any time (no pipelining).
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { cpuOf } from '../lib/proc.mjs'
import { ResponseReader } from '../lib/response-reader.mjs'
import { serve } from '../lib/worker.mjs'

/** How often the time is extended where there are fewer answers than connections. */
const MAX_EXTENSIONS = 20
/** Latencies by logarithm, 32 steps for each doubling, from 1 µs up. */
const STEPS = 32
const histogram = new Uint32Array(STEPS * 32)

function latencyAt(share, count) {
  let seen = 0
  for (let i = 0; i < histogram.length; i++) {
    seen += histogram[i]
    if (seen >= count * share) return 2 ** ((i + 0.5) / STEPS) / 1000
  }
  return Number.NaN
}

serve({
  /**
   * Sends `requests` in turn over `connections` (`tls`: encrypted ones) for `warmMs`, then counts for `ms`; `pid` is the
   * server's, to see what it used meanwhile.
   */
  run: ({ port, pid, connections, tls, requests, warmMs, ms }) =>
    new Promise((resolve, reject) => {
      const buffers = requests.map(bytes => Buffer.from(bytes))
      const sockets = []
      let [next, count, wrong, wrongStatus, counting] = [0, 0, 0, 0, false]
      let [begun, cpu, ownCpu, extensions] = [0, 0, process.cpuUsage(), 0]
      const failed = err => {
        for (const socket of sockets) socket.destroy()
        reject(err)
      }

      for (let i = 0; i < connections; i++) {
        let sent = 0
        const send = () => {
          sent = performance.now()
          socket.write(buffers[next])
          if (++next === buffers.length) next = 0
        }
        const reader = new ResponseReader(status => {
          if (counting) {
            count++
            const micros = (performance.now() - sent) * 1000
            histogram[Math.min(histogram.length - 1, Math.max(0, (Math.log2(micros) * STEPS) | 0))]++
          }
          if (status !== 200) {
            wrong++
            wrongStatus = status
          }
          send()
        })
        const onread = {
          buffer: Buffer.allocUnsafe(64 * 1024),
          callback: (length, buffer) => {
            reader.push(buffer, length)
            return true
          },
        }
        const to = { host: '127.0.0.1', port, noDelay: true }
        const socket = tls
          ? connectTls({ ...to, rejectUnauthorized: false }, send).on('data', bytes => reader.push(bytes, bytes.length))
          : connect({ ...to, onread }, send)
        socket.on('error', failed)
        socket.on('end', () => failed(new Error('Failed to measure: the server closed a connection.')))
        sockets.push(socket)
      }

      setTimeout(() => {
        histogram.fill(0)
        counting = true
        begun = performance.now()
        cpu = cpuOf(pid)
        ownCpu = process.cpuUsage()
        const finish = () => {
          // answers that take longer than the whole time would count as none
          if (count < connections && ++extensions < MAX_EXTENSIONS) return setTimeout(finish, ms)
          counting = false
          const elapsed = performance.now() - begun
          const used = cpuOf(pid) - cpu
          const own = process.cpuUsage(ownCpu)
          for (const socket of sockets) {
            socket.removeAllListeners('end')
            socket.destroy()
          }
          if (wrong > 0) return reject(new Error(`Failed to measure: ${wrong} answers were ${wrongStatus}.`))
          resolve({
            count,
            ms: elapsed,
            cpuMs: used,
            loadBusy: (own.user + own.system) / 1000 / elapsed,
            p50: latencyAt(0.5, count),
            p99: latencyAt(0.99, count),
          })
        }
        setTimeout(finish, ms)
      }, warmMs)
    }),
})
