import { onTestFinished } from 'vitest'
import { type Consul, type ConsulOptions, startConsul } from '../../src/index.ts'
import { MovableClock } from '../../src/lib/clock.ts'
import { type Piece, RawClient, talk, undated } from './raw-client.ts'
import { get } from './raw-requests.ts'

const START = Date.UTC(2025, 0, 1)
/** An emulator that can be repeated, on a clock that stands still; closed after the test. */
export async function start(options: ConsulOptions = {}): Promise<Consul> {
  const clock = new MovableClock({ manual: true, start: START })
  const consul = await startConsul({ clock, random: 1, dns: false, ...options })
  onTestFinished(() => consul.close())
  return consul
}

/** The same where everything goes through node:http and fastify. */
export const startByNode = (options: ConsulOptions = {}): Promise<Consul> => start({ ...options, fastPath: false })

/** Two emulators alike in all but the way by which plain requests come to them. */
export interface BothWays {
  readonly fast: Consul
  readonly node: Consul
  /** Does the same to both. */
  each(act: (consul: Consul) => unknown): Promise<void>
  /** What a client hears that sends pieces and then no more: by the fast path, and by node:http. */
  talk(pieces: readonly Piece[]): Promise<readonly [string, string]>
  /** The same for a client that waits for its answers. The last request is one of its own. */
  converse(pieces: readonly Piece[]): Promise<readonly [string, string]>
}

/** A request whose answer no other one has. */
const LAST = get('/v1/kv//last-of-all')
const LAST_ANSWER = '<a href="/v1/kv/last-of-all">Moved Permanently</a>.\n\n'

export async function bothWays(options: ConsulOptions = {}): Promise<BothWays> {
  const [fast, node] = [await start(options), await startByNode(options)]
  return {
    fast,
    node,
    async each(act) {
      await act(fast)
      await act(node)
    },
    talk: async pieces => [await talk(fast.http.port, pieces), await talk(node.http.port, pieces)],
    converse: async pieces => [await converse(fast, pieces), await converse(node, pieces)],
  }
}

/** What a client hears that waits for the answers to what it sent, and to a last request of its own. */
export async function converse({ http }: Consul, pieces: readonly Piece[]): Promise<string> {
  const client = await RawClient.open(http.port)
  await client.sendPieces([...pieces, LAST])
  await client.until(() => client.ending !== undefined || client.text.endsWith(LAST_ANSWER))
  client.socket.destroy()
  return undated(client.text)
}
