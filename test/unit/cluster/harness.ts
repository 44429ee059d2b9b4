import { afterTest } from '../../support/after-test.ts'
import { Emulator } from '../../../src/emulator.ts'
import { agentSource } from '../../../src/dns/agent-source.ts'
import { answerPacket } from '../../../src/dns/answer.ts'
import { dnsContext } from '../../../src/dns/context.ts'
import type { Agent } from '../../../src/agent/agent.ts'
import { MovableClock } from '../../../src/lib/clock.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { defaultSettings, type Settings } from '../../../src/model/settings.ts'
import { decodeMessage, encodeQuery } from '../../support/conformance/dns-message.ts'

/** An emulator on free ports and a clock that stands still; it listens when told to. */
export function emulator(settings: Partial<Settings> = {}): { emulator: Emulator; clock: MovableClock } {
  const clock = new MovableClock({ manual: true, start: Date.UTC(2025, 0, 1) })
  const ports = { ...defaultSettings.ports, http: 0, dns: 0, ...settings.ports }
  const emulator = new Emulator({ ...defaultSettings, ...settings, ports }, { clock, random: seededRandom(1) })
  afterTest(() => emulator.close())
  return { emulator, clock }
}

/** Asks an emulator without a socket. */
export async function ask(
  { inject }: Emulator,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  url: string,
  body?: unknown,
): Promise<{ status: number; headers: Record<string, unknown>; text: string; json: ReturnType<typeof JSON.parse> }> {
  const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await inject({ method, url, ...(payload !== undefined && { payload }) })
  let json: unknown
  try {
    json = JSON.parse(answer.payload)
  } catch {
    json = undefined
  }
  return { status: answer.statusCode, headers: answer.headers, text: answer.payload, json }
}

/** What an agent's DNS says: the data of its answers, or the code where there are none. */
export async function dig(agent: Agent, name: string, type: 'A' | 'SRV' = 'A'): Promise<readonly unknown[]> {
  const { settings, clock, random } = agent
  const context = dnsContext({ settings, clock, random, source: agentSource(agent) })
  const packet = await answerPacket(encodeQuery({ name, type } as never), 'tcp', context)
  if (!packet) return []
  const { rcode, answer } = decodeMessage(packet)
  return answer.length === 0 ? [rcode] : answer.map(record => ('data' in record ? record.data : record))
}
