// Agents under measurement: the built command and, where they are named, another build of it and a real Consul.
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { end, start, temporaryFolder } from './children.mjs'
import { Connection } from './connection.mjs'
import { mostSockets } from './system-limits.mjs'

const COMMAND = fileURLToPath(new URL('../../bin/miniconsul.js', import.meta.url))
const READY_WITHIN = 30_000

const isScript = path => /\.[cm]?js$/.test(path)

/** Agents run in folders of their own, so a path that is relative to this one is not theirs; a mere name is looked up. */
function program(path) {
  const absolute = path.includes('/') ? resolve(path) : path
  return isScript(path) ? [process.execPath, [absolute]] : [absolute, []]
}

/** `{ name: [command, args] }` of the agents to compare, ours first. */
export function agentPrograms({ command = COMMAND, against, consul }) {
  return {
    miniconsul: program(command),
    ...(against && { other: program(against) }),
    ...(consul && { consul: program(consul) }),
  }
}

export async function freePorts(count) {
  const held = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise((resolve, reject) => {
          const server = createServer().once('error', reject)
          server.listen(0, '127.0.0.1', () => resolve(server))
        }),
    ),
  )
  const ports = held.map(server => server.address().port)
  await Promise.all(held.map(server => new Promise(resolve => server.close(resolve))))
  return ports
}

/** A dev agent indents its JSON; another server does not. */
const KINDS = {
  dev: () => ['-dev'],
  compact: folder => ['-server', '-bootstrap-expect=1', '-bind=127.0.0.1', `-data-dir=${join(folder, 'data')}`],
}

/** Spawns an agent with `extra` configuration and does not wait for it: `child`, its ports (HTTPS where there is `tls`), and `log()` with what it printed. */
export async function spawnAgent([command, args], kind = 'dev', extra = {}) {
  const [http, https, dns, server, lan, wan] = await freePorts(6)
  const folder = temporaryFolder()
  const file = join(folder, 'agent.json')
  const config = {
    node_name: 'node1',
    node_id: '11111111-2222-3333-4444-555555555555',
    disable_update_check: true,
    log_level: 'error',
    // a real agent does not start with more than it can have
    limits: { http_max_conns_per_client: mostSockets() - 100 },
    ports: { http, https: extra.tls ? https : -1, dns, server, serf_lan: lan, serf_wan: wan, grpc: -1, grpc_tls: -1 },
    ...extra,
  }
  writeFileSync(file, JSON.stringify(config))
  const started = performance.now()
  const child = start(command, [...args, 'agent', ...KINDS[kind](folder), `-config-file=${file}`], { cwd: folder })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', data => (log = (log + data).slice(-2000)))
  return { child, pid: child.pid, http, https, dns, started, log: () => log, stop: () => end(child) }
}

/** Starts an agent and waits until it has a leader and has put itself into the catalog. */
export async function startAgent(program, { kind = 'dev', extra } = {}, tries = 3) {
  const agent = await spawnAgent(program, kind, extra)
  try {
    await whenLeader(agent)
    await whenComplete(agent)
    return agent
  } catch (err) {
    await agent.stop()
    // a port that was free a moment ago may be taken by now, or taken for UDP
    if (tries > 1) return startAgent(program, { kind, extra }, tries - 1)
    throw new Error(`${err.message}\n${agent.log()}`, { cause: err })
  }
}

/** Starts all that `agentPrograms` names, runs `fn` with them by name, and stops them. `how`: their kind, and what is added to their configuration. */
export async function withAgents(programs, fn, how) {
  const agents = {}
  try {
    for (const [name, program] of Object.entries(programs)) agents[name] = await startAgent(program, how)
    return await fn(agents)
  } finally {
    await Promise.all(Object.values(agents).map(agent => agent.stop()))
  }
}

/** Milliseconds from its start until it answers that there is a leader. */
export function whenLeader(agent) {
  return when(agent, ['/v1/status/leader'], ([leader]) => /^".+:\d+"/.test(leader))
}

/** Milliseconds from its start until node, service and health of its own are in the catalog, details included. */
export function whenComplete(agent) {
  return when(
    agent,
    ['/v1/health/node/node1', '/v1/catalog/node/node1'],
    ([health, node]) =>
      health.includes('serfHealth') && node.includes('lan_ipv4') && node.includes('consul-network-segment'),
  )
}

async function when(agent, paths, isSo) {
  const pause = () => new Promise(resolve => setTimeout(resolve, 1))
  let connection
  try {
    for (;;) {
      try {
        connection ??= await Connection.open(agent.http)
        const bodies = []
        for (const path of paths) bodies.push(String((await connection.ask('GET', path)).body))
        if (isSo(bodies)) return performance.now() - agent.started
      } catch {
        connection?.close()
        connection = undefined
      }
      if (agent.child.exitCode !== null || agent.child.pid === undefined) throw new Error('Failed to start the agent.')
      if (performance.now() - agent.started > READY_WITHIN) throw new Error('Failed to start the agent: not ready.')
      await pause()
    }
  } finally {
    connection?.close()
  }
}
