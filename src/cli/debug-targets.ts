import type { ConsulClient } from '../client/client.ts'
import { pause } from '../lib/pause.ts'
import type { Clock } from '../lib/clock.ts'

/** Files of a capture, by their names in it. */
export type Captured = Map<string, Uint8Array | string>

export interface Capture {
  readonly client: ConsulClient
  readonly clock: Clock
  readonly files: Captured
  /** Milliseconds. */
  readonly duration: number
  readonly interval: number
}

/** What is captured, by the names of `-capture`. */
export const TARGETS: Readonly<Record<string, (capture: Capture) => Promise<void>>> = {
  agent: capture => save(capture, 'agent.json', '/v1/agent/self'),
  host: capture => save(capture, 'host.json', '/v1/agent/host'),
  members: capture => save(capture, 'members.json', '/v1/agent/members', { wan: '1' }),
  logs: capture => record(capture, 'consul.log', '/v1/agent/monitor', { loglevel: 'DEBUG' }),
  metrics: capture => record(capture, 'metrics.json', '/v1/agent/metrics/stream'),
  pprof,
}

/** Is in every capture. */
export const listPeers = (capture: Capture): Promise<void> =>
  save(capture, 'listpeers.json', '/v1/operator/raft/configuration')

async function save(
  { client, files }: Capture,
  name: string,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<void> {
  files.set(name, (await client.get(path, query)).text())
}

/** Records what is streamed in the time of the capture. */
async function record(
  { client, clock, files, duration }: Capture,
  name: string,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<void> {
  const over = new AbortController()
  const timer = clock.setTimeout(() => over.abort(), duration)
  const chunks: Uint8Array[] = []
  try {
    const { body } = await client.stream('GET', path, { query, signal: over.signal })
    for await (const chunk of body) chunks.push(chunk)
  } catch (error) {
    if (!over.signal.aborted) throw error
  } finally {
    timer.clear()
  }
  files.set(name, Buffer.concat(chunks))
}

/** A CPU profile of the whole time, and the heap once an interval. */
async function pprof({ client, clock, files, duration, interval }: Capture): Promise<void> {
  const seconds = String(Math.ceil(duration / 1000))
  const cpu = client.get('/debug/pprof/profile', { seconds }).then(answer => files.set('profile.prof', answer.text()))
  for (let at = 0; at < duration; at += interval) {
    const folder = new Date(clock.now()).toISOString().replace(/\.\d+/, '')
    files.set(`${folder}/heap.prof`, (await client.get('/debug/pprof/heap')).text())
    files.set(`${folder}/goroutine.prof`, (await client.get('/debug/pprof/goroutine')).text())
    await pause(clock, interval, new AbortController().signal)
  }
  await cpu
}
