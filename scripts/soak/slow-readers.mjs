import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from '../../bench/lib/connection.mjs'
import { requestBytes } from '../../bench/lib/http-message.mjs'

const READERS = 60
const KEYS = 40
const VALUE = 'v'.repeat(200_000)
/** What the agent may take for all of them: an answer each that is not read, and the caches. */
const MAX_GROWTH = 1200 * 2 ** 20

/** Clients that ask for lists of ten megabytes and do not read them, while others go on. */
export const slowReaders = {
  name: 'slow-readers',
  async run(agent, { ms }) {
    const before = await agent.ask('memory')
    const writer = await Connection.open(agent.ports.http)
    for (let i = 0; i < KEYS; i++) await writer.ask('PUT', `/v1/kv/slow/${i}`, VALUE)
    const sockets = Array.from({ length: READERS }, () => {
      const socket = connect({ port: agent.ports.http, host: '127.0.0.1' })
      socket.on('error', () => undefined)
      socket.pause()
      socket.write(requestBytes('GET', '/v1/kv/slow?recurse').toString().repeat(20))
      return socket
    })
    const end = performance.now() + ms
    let writes = 0
    let slowest = 0
    for (; performance.now() < end; writes++) {
      const began = performance.now()
      await writer.ask('PUT', `/v1/kv/slow/${writes % KEYS}`, VALUE)
      slowest = Math.max(slowest, performance.now() - began)
      await sleep(5)
    }
    const during = await agent.ask('memory')
    for (const socket of sockets) socket.resetAndDestroy()
    writer.close()
    const grown = during.rss - before.rss
    return {
      text: `${READERS} readers that read nothing, ${writes} writes meanwhile, the slowest ${Math.round(slowest)} ms, ${Math.round(grown / 2 ** 20)} MiB more`,
      wrong: grown > MAX_GROWTH ? [`memory grew by ${grown} bytes`] : [],
    }
  },
}
