import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { agentProcess } from './agent-process.ts'
import { writeAgentFiles } from './agent-files.ts'
import { freePorts } from './free-ports.ts'
import { request } from './http-client.ts'
import type { Scenario } from './scenario.ts'
import { findStartIndex, hasLeader, isReady, type Target } from './target.ts'
import type { Connection } from './connection.ts'
import type { Variables } from './variables.ts'

/** The machine's own time. */
const machineTime: Pick<Connection, 'now' | 'elapse' | 'within'> = {
  now: () => performance.now(),
  elapse: async ms => {
    await sleep(ms)
  },
  async within(promise, ms) {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<undefined>(resolve => (timer = setTimeout(() => resolve(undefined), ms)))
    try {
      return await Promise.race([promise, late])
    } finally {
      clearTimeout(timer)
    }
  },
}

/** What stands in front of the configuration file on the command line. */
function roleArgs({ durable }: Scenario, client: boolean, dir: string): string[] {
  if (client) return [`-data-dir=${dir}/data`, '-bind=127.0.0.1']
  return durable ? ['-server', '-bootstrap-expect=1', `-data-dir=${dir}/data`, '-bind=127.0.0.1'] : ['-dev']
}

async function startOnce(bin: string, scenario: Scenario, name?: string, known: Variables = {}): Promise<Target> {
  const [http = 0, dns = 0, server = 0, lan = 0, wan = 0, https = 0, grpc = 0, grpcTls = 0] = await freePorts(8)
  const dir = mkdtempSync(join(tmpdir(), 'conformance-'))
  const numbers = { http, dns, server, serf_lan: lan, serf_wan: wan, https, grpc, grpc_tls: grpcTls }
  const ports = Object.fromEntries(Object.entries(numbers).map(([key, port]) => [`${key}_port`, String(port)]))
  const files = writeAgentFiles(scenario, name, {
    dir,
    ports: { http, dns, server, serf_lan: lan, serf_wan: wan },
    vars: { ...known, ...ports, dir },
    free: { https, grpc, grpc_tls: grpcTls },
  })
  const { client, ask } = files
  const to: Connection = { ...machineTime, httpPort: http, httpsPort: https, dnsPort: dns, dir, ports }
  // a restart may follow a change of the name
  const nodeName = (): string => String(files.config['node_name'])
  const leaderOnly = scenario.ready === 'leader'
  const ready = async (): Promise<boolean> => {
    if (client) return (await request(to, { path: '/v1/agent/self', ...ask })).status === 200
    return leaderOnly ? hasLeader(to, ask) : isReady(to, nodeName(), ask)
  }
  const args = ['agent', ...roleArgs(scenario, client, dir), `-config-file=${files.file}`, ...files.args]
  const agent = agentProcess(bin, args, dir, ready)
  const close = async (): Promise<void> => {
    await agent.end('SIGKILL')
    rmSync(dir, { recursive: true, force: true })
  }
  const mark = (): Promise<number> => findStartIndex(to, ask)
  try {
    await agent.begin()
    return {
      ...to,
      startIndex: client ? 0 : leaderOnly ? await leaderIndex(to, ask) : await mark(),
      space: client ? '' : (name ?? ''),
      configure: files.configure,
      mark,
      process: agent,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** The index of the start-up where no key can be written: that of the nodes, once what follows the election is done. */
async function leaderIndex(to: Connection, ask: object): Promise<number> {
  await sleep(1000)
  const { headers } = await request(to, { path: '/v1/catalog/nodes', ...ask })
  return Number(headers['x-consul-index'] ?? 0)
}

/** Starts `BIN agent` on free loopback ports. A port that was free a moment ago may be taken: tried again. */
export async function startBinary(
  bin: string,
  scenario: Scenario,
  name?: string,
  known: Variables = {},
  tries = 4,
): Promise<Target> {
  try {
    return await startOnce(bin, scenario, name, known)
  } catch (error) {
    const taken = error instanceof Error && /address already in use|EADDRINUSE/i.test(error.message)
    if (!taken || tries <= 1) throw error
    return startBinary(bin, scenario, name, known, tries - 1)
  }
}
