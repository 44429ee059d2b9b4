import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { settingsFromConfig } from '../../../src/config/settings.ts'
import { Emulator } from '../../../src/emulator.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { isObject } from './json.ts'
import { movedTime } from './moved-time.ts'
import type { Json } from './scenario.ts'
import { findStartIndex, isReady, usualConfig, type Connection, type Target } from './target.ts'

const START = Date.UTC(2025, 8, 1, 12)
const READY_WITHIN = 2_000
const CLOSED_WITHIN = 30_000
/** Nobody listens there: an emulator is all of its cluster. */
const UNHEARD = { server: 28300, serf_lan: 28301, serf_wan: 28302, grpc: -1, grpc_tls: -1 }

/** Starts an emulator in this process, on free ports and on a clock that is moved. */
export async function startEmulator(config: Record<string, Json> = {}): Promise<Target> {
  const time = movedTime(START)
  const dir = mkdtempSync(join(tmpdir(), 'conformance-'))
  const ports = { http: 0, dns: 0, ...UNHEARD, ...(isObject(config['ports']) ? config['ports'] : {}) }
  const merged = { ...usualConfig, ...config, ports }
  writeFileSync(join(dir, 'agent.json'), JSON.stringify(merged))

  const settings = settingsFromConfig(merged, { dev: true })
  const emulator = new Emulator(settings, { clock: time.clock, random: seededRandom(1) })
  emulator.agent.onReload = () => {
    const changed = JSON.parse(readFileSync(join(dir, 'agent.json'), 'utf8')) as Record<string, Json>
    return settingsFromConfig(changed, { dev: true })
  }
  const close = async (): Promise<void> => {
    const closed = await time.within(
      emulator.close().then(() => true),
      CLOSED_WITHIN,
    )
    rmSync(dir, { recursive: true, force: true })
    if (!closed) throw new Error('close() did not return')
    await time.elapse(0) // the ends of sockets are told a little later
    if (time.clock.pending > 0) throw new Error(`close() left ${time.clock.pending} timers behind`)
  }
  try {
    await emulator.listen()
    const named = {
      http_port: emulator.http.port,
      dns_port: emulator.dns.port,
      server_port: UNHEARD.server,
      serf_lan_port: UNHEARD.serf_lan,
    }
    const to: Connection = {
      ...time,
      httpPort: emulator.http.port,
      dnsPort: emulator.dns.port,
      dir,
      ports: Object.fromEntries(Object.entries(named).map(([name, port]) => [name, String(port)])),
    }
    const deadline = time.now() + READY_WITHIN
    while (!(await isReady(to))) {
      if (time.now() > deadline) throw new Error('the emulator did not become ready')
      await time.elapse(100)
    }
    return { ...to, startIndex: await findStartIndex(to), close }
  } catch (error) {
    await close()
    throw error
  }
}
