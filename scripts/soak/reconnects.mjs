import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { requestBytes } from '../../bench/lib/http-message.mjs'

const AT_ONCE = 300
const GET = requestBytes('GET', '/v1/kv/storm?index=1&wait=60s').toString()
const KINDS = [
  '',
  'GET /v1/kv',
  GET,
  GET + GET,
  requestBytes('PUT', '/v1/kv/storm/a', 'x').toString(),
  'GET /v1/agent/monitor HTTP/1.1\r\nHost: x\r\n\r\n',
]
/** Milliseconds for the agent to notice that clients are gone. */
const NOTICED = 5000

/** Clients that come and go, by the hundreds, in the middle of what they do: none of them leaves anything behind. */
export const reconnects = {
  name: 'reconnects',
  async run(agent, { ms }) {
    await agent.request('PUT', '/v1/kv/storm', 'x')
    const end = performance.now() + ms
    let count = 0
    let open = []
    while (performance.now() < end) {
      const made = Array.from({ length: AT_ONCE }, (_, i) => begin(agent.ports.http, KINDS[(count + i) % KINDS.length]))
      count += made.length
      await sleep(50)
      for (const [i, socket] of open.entries())
        if (i % 2 === 0) socket.destroy()
        else socket.resetAndDestroy()
      open = made
    }
    for (const socket of open) socket.resetAndDestroy()
    const left = await blocked(agent)
    return {
      text: `${count} connections, ${left} of their blocked queries left`,
      wrong: left > 0 ? [`${left} blocked queries of clients that are gone`] : [],
    }
  },
}

function begin(port, text) {
  const socket = connect({ port, host: '127.0.0.1' })
  socket.on('error', () => undefined)
  socket.on('data', () => undefined)
  socket.write(text)
  return socket
}

async function blocked(agent) {
  for (let waited = 0; ; waited += 100) {
    const { text } = await agent.request('GET', '/_miniconsul/blocked')
    const list = JSON.parse(text)
    const left = (Array.isArray(list) ? list : (list.blocked ?? [])).length
    if (left === 0 || waited >= NOTICED) return left
    await sleep(100)
  }
}
