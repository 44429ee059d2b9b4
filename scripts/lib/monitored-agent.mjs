// An agent in a process of its own, with a monitor in it.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { inTurns } from './patience.mjs'

const MONITOR = fileURLToPath(new URL('monitor.cjs', import.meta.url))
export const COMMAND = fileURLToPath(new URL('../../bin/miniconsul.js', import.meta.url))
/** The secret of the token with all rights. */
export const ROOT = '00000000-1111-2222-3333-444444444444'

const MAX_QUIET = 5_000

const alive = new Set()
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})
for (const signal of ['SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130))

export async function freePorts(count) {
  const listen = () =>
    new Promise((resolve, reject) => {
      const server = createServer().once('error', reject)
      server.listen(0, '127.0.0.1', () => resolve(server))
    })
  const servers = await Promise.all(Array.from({ length: count }, listen))
  const ports = servers.map(server => server.address().port)
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))))
  return ports
}

export class MonitoredAgent {
  /** Milliseconds that the last good requests took. */
  #pace = 0

  constructor(child, ports, folder) {
    this.child = child
    this.ports = ports
    this.folder = folder
    this.log = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', data => (this.log = (this.log + data).slice(-8000)))
    child.once('exit', (code, signal) => {
      alive.delete(child)
      this.ended = `ended with ${signal ?? code}:\n${this.log}`
    })
  }

  /** Starts an agent; `config` goes over what all have. Ports that another process took meanwhile are chosen anew. */
  static async start(options = {}) {
    for (let tries = 0; ; tries++) {
      try {
        return await MonitoredAgent.#startOnce(options)
      } catch (error) {
        if (tries > 3 || !error.message.includes('address already in use')) throw error
      }
    }
  }

  static async #startOnce({
    config = {},
    args = ['-dev'],
    bin = COMMAND,
    folder = mkdtempSync(join(tmpdir(), 'fuzz-')),
  } = {}) {
    const [http, https, dns, server, serf_lan, serf_wan, grpc_tls] = await freePorts(7)
    const ports = { http, https, dns, server, serf_lan, serf_wan, grpc: -1, grpc_tls }
    if (config.tls === undefined) ports.https = -1
    mkdirSync(folder, { recursive: true })
    const file = join(folder, 'agent.json')
    const limits = { http_max_conns_per_client: 0 }
    writeFileSync(
      file,
      JSON.stringify({ node_name: 'fuzzed', bind_addr: '127.0.0.1', log_level: 'warn', ports, limits, ...config }),
    )
    const child = spawn(
      process.execPath,
      ['--expose-gc', '-r', MONITOR, bin, 'agent', ...args, `-config-file=${file}`],
      { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    )
    child.setMaxListeners(0)
    alive.add(child)
    const agent = new MonitoredAgent(child, ports, folder)
    await agent.whenGood()
    return agent
  }

  get url() {
    return `http://127.0.0.1:${this.ports.http}`
  }

  async request(method, path, body) {
    const headers = { 'X-Consul-Token': ROOT }
    return inTurns(
      () => this.ask('turns'),
      async signal => {
        const answer = await fetch(this.url + path, { method, headers, signal, ...(body !== undefined && { body }) })
        return { status: answer.status, text: await answer.text() }
      },
    )
  }

  async whenGood() {
    for (let tries = 0; ; tries++) {
      const problem = await this.problem()
      if (problem === undefined) return
      if (this.ended !== undefined || tries > 100) throw new Error(`the agent did not start: ${problem}`)
      await sleep(100)
    }
  }

  /** Why a good request is not answered as it has to be; undefined where it is. */
  async problem() {
    const value = String(++MonitoredAgent.asked)
    const before = performance.now()
    try {
      const put = await this.request('PUT', '/v1/kv/good/request', value)
      const get = await this.request('GET', '/v1/kv/good/request?raw')
      this.#pace = performance.now() - before
      if (put.text === 'true' && get.text === value) return this.ended
      return `a good request was answered ${put.status} ${put.text.slice(0, 200)}, ${get.status} ${get.text.slice(0, 200)}`
    } catch (error) {
      await sleep(200)
      return this.ended ?? `a good request was not answered: ${error.cause?.message ?? error.message}`
    }
  }

  /** Milliseconds of silence after which nothing more will come: `least`, or more where the machine leaves the agent little. */
  quiet(least) {
    return Math.max(least, Math.min(4 * this.#pace, MAX_QUIET))
  }

  ask(question) {
    return new Promise((resolve, reject) => {
      if (this.ended !== undefined) return reject(new Error(this.ended))
      const id = ++MonitoredAgent.asked
      const { child } = this
      const end = () => {
        child.off('message', hear).off('exit', end)
        reject(new Error('the agent ended'))
      }
      const hear = message => {
        if (message.id !== id) return
        child.off('message', hear).off('exit', end)
        resolve(message.answer)
      }
      child.on('message', hear).on('exit', end)
      child.send({ id, question })
    })
  }

  async stop() {
    if (this.ended === undefined) {
      const gone = new Promise(resolve => this.child.once('exit', resolve))
      this.child.kill('SIGKILL')
      await gone
    }
    rmSync(this.folder, { recursive: true, force: true })
  }
}
MonitoredAgent.asked = 0
