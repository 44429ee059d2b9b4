// Load from autocannon, for who would rather trust a generator that others know. It costs more CPU than a fast server.
import autocannon from 'autocannon'
import { cpuOf } from '../lib/proc.mjs'
import { serve } from '../lib/worker.mjs'

/** The parts of a request that `requestBytes` made. */
function parsed(bytes) {
  const text = Buffer.from(bytes).toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  const [method, path] = text.slice(0, text.indexOf('\r\n')).split(' ')
  const body = text.slice(end + 4)
  return { method, path, ...(body !== '' && { body: Buffer.from(body, 'latin1') }) }
}

const run = (options, ms) =>
  new Promise((resolve, reject) => {
    const instance = autocannon({ ...options, amount: undefined, duration: ms / 1000 }, (err, result) =>
      err ? reject(err) : resolve(result),
    )
    instance.on('reqError', reject)
  })

serve({
  async run({ port, pid, connections, requests, warmMs, ms }) {
    const options = { url: `http://127.0.0.1:${port}`, connections, requests: requests.map(parsed) }
    await run(options, Math.max(warmMs, 1000))
    const [cpu, ownCpu] = [cpuOf(pid), process.cpuUsage()]
    const begun = performance.now()
    const result = await run(options, Math.max(ms, 1000))
    const elapsed = performance.now() - begun
    const own = process.cpuUsage(ownCpu)
    if (result.non2xx > 0) throw new Error(`Failed to measure: ${result.non2xx} answers were not 200.`)
    return {
      count: result['2xx'],
      ms: elapsed,
      cpuMs: cpuOf(pid) - cpu,
      loadBusy: (own.user + own.system) / 1000 / elapsed,
      p50: result.latency.p50,
      p99: result.latency.p99,
    }
  },
})
