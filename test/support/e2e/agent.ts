import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { linkConsul, type ConsulLink } from './consul-link.ts'
import { freePorts } from './free-ports.ts'
import { start, type Program } from './programs.ts'
import { until } from './until.ts'

/** An agent that runs as its own process, started as a program would start `consul`. */
export interface Agent {
  readonly http: number
  readonly https: number
  readonly dns: number
  readonly server: number
  readonly serf_lan: number
  readonly serf_wan: number
  readonly grpc: number
  readonly grpc_tls: number
  /** A port that nobody listens on. */
  readonly free: number
  readonly url: string
  /** Its configuration file. */
  readonly file: string
  /** For clients: where the agent is, and a PATH with `consul` on it. */
  readonly env: Readonly<Record<string, string>>
  readonly program: Program
  stop(): Promise<void>
}

const READY_WITHIN = 20_000

/** When an agent counts as started. */
export interface Readiness {
  /** What asks for it, where ACLs are on. */
  readonly token?: string
  /** `leader`: as soon as there is one. Otherwise the node must have registered itself, too. */
  readonly ready?: 'leader'
  /** Files beside its configuration, which names their folder `${DIR}`. */
  readonly files?: Readonly<Record<string, string>>
}

/** Throws until the agent is as far as that. */
async function isReady(url: string, { token = '', ready }: Readiness): Promise<boolean> {
  const leader = await fetch(`${url}/v1/status/leader`)
  if ((await leader.text()).length <= 4) return false
  if (ready === 'leader') return true
  const node = await fetch(`${url}/v1/health/node/node1`, { headers: { 'X-Consul-Token': token } })
  return (await node.text()).includes('serfHealth')
}

type Config = Readonly<Record<string, unknown>>

async function startOnce(link: ConsulLink, config: Config, readiness: Readiness): Promise<Agent> {
  const ports = await freePorts('http', 'https', 'dns', 'server', 'serf_lan', 'serf_wan', 'grpc', 'grpc_tls', 'free')
  const folder = mkdtempSync(join(tmpdir(), 'consul-agent-'))
  const file = join(folder, 'agent.json')
  const usual = { node_name: 'node1', datacenter: 'dc1', disable_update_check: true, log_level: 'info' }
  const text = JSON.stringify({ ...usual, ...config, ports: opened(ports, config['ports']) })
  writeFileSync(file, text.replaceAll('${DIR}', folder))
  writeFiles(folder, readiness.files ?? {})

  const program = start(link.file, ['agent', '-dev', '-bind=127.0.0.1', `-config-file=${file}`], { cwd: folder })
  const url = `http://127.0.0.1:${ports.http}`
  const stop = async (): Promise<void> => {
    await program.kill()
    rmSync(folder, { recursive: true, force: true })
    link.remove()
  }
  const ended = program.exited.then(({ code }) => {
    throw new Error(`the agent ended with ${code}:\n${program.output()}`)
  })
  ended.catch(() => undefined) // sooner or later it does
  try {
    await Promise.race([
      until(() => isReady(url, readiness), { what: 'an agent that is ready', within: READY_WITHIN }),
      ended,
    ])
  } catch (error) {
    await stop()
    throw error
  }
  return { ...ports, url, file, env: { PATH: link.path, CONSUL_HTTP_ADDR: `127.0.0.1:${ports.http}` }, program, stop }
}

/** Writes files, with the folders that they are in. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

/** The ports with what a configuration says of them: `free` opens one that is closed otherwise. */
function opened(ports: Readonly<Record<string, number>>, given: unknown): Readonly<Record<string, unknown>> {
  const own = Object.entries((given ?? {}) as Config).map(([name, port]) => [
    name,
    port === 'free' ? ports[name] : port,
  ])
  const { free: _free, ...rest } = ports
  return { ...rest, https: -1, grpc: -1, grpc_tls: -1, ...(Object.fromEntries(own) as Config) }
}

/** Starts an agent on free ports with a configuration of its own, and waits until clients can use it. */
export async function startAgent(config: Config = {}, link = linkConsul, readiness: Readiness = {}): Promise<Agent> {
  for (let tries = 4; ; tries -= 1) {
    try {
      return await startOnce(link(), config, readiness)
    } catch (error) {
      // A port that was free a moment ago may be taken by now, or taken for UDP.
      if (tries <= 1 || !/address already in use/.test(String(error))) throw error
    }
  }
}

/** Asks an agent with a JSON body, and expects it to agree. */
export async function put(agent: Agent, path: string, body?: unknown): Promise<void> {
  const init = body === undefined ? { method: 'PUT' } : { method: 'PUT', body: JSON.stringify(body) }
  const answer = await fetch(`${agent.url}${path}`, init)
  if (!answer.ok) throw new Error(`PUT ${path}: ${answer.status} ${await answer.text()}`)
}
