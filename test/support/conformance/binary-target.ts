import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isObject } from './json.ts'
import type { Json } from './scenario.ts'
import { findStartIndex, isReady, usualConfig, type Connection, type Target } from './target.ts'

const READY_WITHIN = 30_000

async function freePorts(count: number): Promise<number[]> {
  const hold = () =>
    new Promise<Server>((resolve, reject) => {
      const server = createServer().once('error', reject)
      server.listen(0, '127.0.0.1', () => resolve(server))
    })
  const held = await Promise.all(Array.from({ length: count }, hold))
  const ports = held.map(server => (server.address() as AddressInfo).port)
  await Promise.all(held.map(server => new Promise(closed => server.close(closed))))
  return ports
}

/** The machine's own time. */
const machineTime: Pick<Connection, 'now' | 'elapse' | 'within'> = {
  now: () => performance.now(),
  elapse: async ms => {
    await sleep(ms)
  },
  async within(promise, ms) {
    const timer = new AbortController()
    try {
      return await Promise.race([promise, sleep(ms, undefined, timer)])
    } finally {
      timer.abort()
    }
  },
}

async function becomeReady(child: ChildProcess, to: Connection): Promise<boolean> {
  for (const deadline = Date.now() + READY_WITHIN; Date.now() < deadline && child.exitCode === null; await sleep(20)) {
    if (await isReady(to).catch(() => false)) return true // not listening yet, at first
  }
  return false
}

async function startOnce(bin: string, config: Record<string, Json>): Promise<Target> {
  const [http = 0, dns = 0, server = 0, lan = 0, wan = 0] = await freePorts(5)
  const dir = mkdtempSync(join(tmpdir(), 'conformance-'))
  const file = join(dir, 'agent.json')
  const own = { http, dns, server, serf_lan: lan, serf_wan: wan, grpc: -1, grpc_tls: -1 }
  const ports = isObject(config['ports']) ? { ...own, ...config['ports'] } : own
  writeFileSync(file, JSON.stringify({ ...usualConfig, ...config, ports }))

  const child = spawn(bin, ['agent', '-dev', `-config-file=${file}`], { stdio: ['ignore', 'pipe', 'pipe'], cwd: dir })
  let log = ''
  const failed = new Promise<never>((_, reject) => child.once('error', reject))
  const exited = new Promise(resolve => child.once('exit', resolve).once('error', resolve))
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (log += part.toString()))

  const close = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exited
    rmSync(dir, { recursive: true, force: true })
  }
  const named = { http_port: http, dns_port: dns, server_port: server, serf_lan_port: lan }
  const to: Connection = {
    ...machineTime,
    httpPort: http,
    dnsPort: dns,
    dir,
    ports: Object.fromEntries(Object.entries(named).map(([name, port]) => [name, String(port)])),
  }
  try {
    const ready = await Promise.race([becomeReady(child, to), failed])
    if (!ready) throw new Error(`agent did not become ready: ${log.slice(-800)}`)
    return { ...to, startIndex: await findStartIndex(to), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Starts `BIN agent -dev` on free loopback ports. A port that was free a moment ago may be taken: tried again. */
export async function startBinary(bin: string, agent: Record<string, Json> = {}, tries = 4): Promise<Target> {
  try {
    return await startOnce(bin, agent)
  } catch (error) {
    const taken = error instanceof Error && /address already in use|EADDRINUSE/i.test(error.message)
    if (!taken || tries <= 1) throw error
    return startBinary(bin, agent, tries - 1)
  }
}
