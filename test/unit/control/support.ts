import { afterTest } from '../../support/after-test.ts'
import { Emulator, type EmulatorParts } from '../../../src/emulator.ts'
import { MovableClock } from '../../../src/lib/clock.ts'
import { turns } from '../../../src/lib/defer.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { defaultSettings, type Settings } from '../../../src/model/settings.ts'

export const START = Date.UTC(2025, 0, 1)

/** An emulator that listens, with ways to ask it. */
export interface Running {
  readonly emulator: Emulator
  readonly clock: MovableClock
  readonly url: string
  fetch(path: string, init?: RequestInit): Promise<Response>
  put(path: string, body?: unknown): Promise<Response>
  advance(ms: number): Promise<void>
}

/** Starts one on free ports, on a clock that stands still; it is closed after the test. */
export async function run(settings: Partial<Settings> = {}, parts: EmulatorParts = {}): Promise<Running> {
  const clock = new MovableClock({ manual: true, start: START })
  const ports = { ...defaultSettings.ports, http: 0, dns: 0 }
  const emulator = new Emulator(
    { ...defaultSettings, ports, ...settings },
    { clock, random: seededRandom(1), ...parts },
  )
  afterTest(() => emulator.close())
  await emulator.listen()
  const url = `http://127.0.0.1:${emulator.http.port}`
  const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(url + path, init)
  return {
    emulator,
    clock,
    url,
    fetch: ask,
    put: (path, body) => {
      const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
      return ask(path, { method: 'PUT', ...(text !== undefined && { body: text }) })
    },
    advance: ms => clock.advance(ms, () => turns(3)),
  }
}
