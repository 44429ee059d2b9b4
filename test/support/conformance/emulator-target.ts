import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Configuration } from '../../../src/daemon/configuration.ts'
import { Emulator } from '../../../src/emulator.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { invalidState } from '../../../src/state/row-shapes.ts'
import { writeAgentFiles } from './agent-files.ts'
import { movedTime } from './moved-time.ts'
import type { Scenario, Step } from './scenario.ts'
import { findStartIndex, hasLeader, isReady, type Target } from './target.ts'
import type { Connection } from './connection.ts'

const START = Date.UTC(2025, 8, 1, 12)
const READY_WITHIN = 2_000
const CLOSED_WITHIN = 30_000
/** `FAST_PATH=off`: every request goes through node:http and fastify. */
const fastPath = process.env['FAST_PATH'] !== 'off'
/** Nobody listens there: an emulator is all of its cluster. */
const UNHEARD = { server: 28300, serf_lan: 28301, serf_wan: 28302 }

/** What an agent inside of this process cannot show: its own end and start, its command line, TLS, several processes. */
const NEEDS_PROCESS = ['restart', 'kill', 'begin', 'signal', 'fails', 'https', 'socket', 'port', 'on'] as const

/** Keys of this kind are made in real time, while a clock that is moved runs away. */
const makesLongKeys = ({ body }: Step): boolean => JSON.stringify(body ?? '').includes('"PrivateKeyType":"rsa"')

/** Whether a scenario can be replayed inside of one process. */
export const runsInProcess = ({ durable, agents, agent, steps }: Scenario): boolean =>
  !durable &&
  agents === undefined &&
  agent?.['args'] === undefined &&
  agent?.['reach'] === undefined &&
  !JSON.stringify(agent ?? {}).includes('${http_port}') &&
  steps.every(step => NEEDS_PROCESS.every(part => step[part] === undefined) && !makesLongKeys(step))

/** Starts an emulator in this process, on free ports and on a clock that is moved. */
export async function startEmulator(scenario: Scenario): Promise<Target> {
  const time = movedTime(START)
  const dir = mkdtempSync(join(tmpdir(), 'conformance-'))
  const places = { server_port: UNHEARD.server, serf_lan_port: UNHEARD.serf_lan, serf_wan_port: UNHEARD.serf_wan }
  const vars = Object.fromEntries(Object.entries(places).map(([name, port]) => [name, String(port)]))
  const files = writeAgentFiles(scenario, undefined, {
    dir,
    ports: { http: 0, dns: 0, ...UNHEARD },
    free: { grpc: 0, grpc_tls: 0 },
    vars: { ...vars, dir },
  })
  const { ask, node } = files

  const configuration = new Configuration({ paths: [files.file], format: undefined, flags: {} }, { dev: true })
  const { settings } = await configuration.read()
  const onReload = async (): Promise<void> => emulator.reload((await configuration.read()).settings)
  const emulator: Emulator = new Emulator(settings, { clock: time.clock, random: seededRandom(1), onReload, fastPath })
  const close = async (): Promise<void> => {
    // what a recording leads to is a state that a snapshot and a data folder bring back
    const wrong = invalidState({ ...emulator.agent.store.snapshot() })
    const closed = await time.within(
      emulator.close().then(() => true),
      CLOSED_WITHIN,
    )
    rmSync(dir, { recursive: true, force: true })
    if (!closed) throw new Error('close() did not return')
    if (wrong !== undefined) throw new Error(`its state could not be restored: ${wrong}`)
    await time.elapse(0) // the ends of sockets are told a little later
    if (time.clock.pending > 0) throw new Error(`close() left ${time.clock.pending} timers behind`)
  }
  try {
    await emulator.listen()
    const to: Connection = {
      ...time,
      httpPort: emulator.http.port,
      dnsPort: emulator.dns.port,
      dir,
      ports: { ...vars, http_port: String(emulator.http.port), dns_port: String(emulator.dns.port) },
    }
    const leaderOnly = scenario.ready === 'leader'
    const deadline = time.now() + READY_WITHIN
    while (!(await (leaderOnly ? hasLeader(to, ask) : isReady(to, node, ask)))) {
      if (time.now() > deadline) throw new Error('the emulator did not become ready')
      await time.elapse(100)
    }
    const startIndex = leaderOnly ? emulator.agent.store.index : await findStartIndex(to, ask)
    return { ...to, startIndex, configure: files.configure, mark: () => findStartIndex(to, ask), close }
  } catch (error) {
    await close()
    throw error
  }
}
