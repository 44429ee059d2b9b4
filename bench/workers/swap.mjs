// Compare and set: each connection reads a key of its own and writes it on the condition that it is still so.
import { Connection } from '../lib/connection.mjs'
import { counted } from '../lib/counted.mjs'
import { indexOf } from '../lib/http-message.mjs'
import { serve } from '../lib/worker.mjs'

const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

serve({
  /** Swaps over so many connections for `warmMs`, then counts for `ms`; `pid` is the server's. */
  async run({ port, pid, connections: count, value, warmMs, ms }) {
    const connections = await Connection.openMany(port, count)
    let [swaps, until] = [0, Infinity]
    const swap = async (connection, i) => {
      const key = `/v1/kv/swap/${i}`
      await connection.ask('PUT', key, value)
      while (performance.now() < until) {
        const index = indexOf((await connection.ask('GET', key)).head)
        const { body } = await connection.ask('PUT', `${key}?cas=${index}`, `${index} ${value}`)
        if (String(body).trim() !== 'true') throw new Error('Failed to measure: nobody else wrote the key.')
        swaps++
      }
    }
    try {
      const all = Promise.all(connections.map(swap))
      await Promise.race([pause(warmMs), all])
      const result = await counted(
        pid,
        () => swaps,
        () => Promise.race([pause(ms), all]),
      )
      until = 0
      await all
      return result
    } finally {
      for (const connection of connections) connection.close()
    }
  },
})
