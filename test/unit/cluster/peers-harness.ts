import { afterTest } from '../../support/after-test.ts'
import { Emulator } from '../../../src/emulator.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { defaultSettings, type Settings } from '../../../src/model/settings.ts'

/** What peers are made of: sockets of the loopback interface, in this process, and the machine's own time. */
export interface Peer {
  readonly emulator: Emulator
  readonly name: string
  /** Where it can be joined. */
  readonly lan: string
  /** Where servers of other datacenters join it. */
  readonly wan: string
  send(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; text: string; json: ReturnType<typeof JSON.parse>; headers: Headers }>
  get(path: string): Promise<ReturnType<typeof JSON.parse>>
}

let seed = 0

/** Starts an agent that others can join, on free ports. */
export async function startPeer(nodeName: string, settings: Partial<Settings> = {}): Promise<Peer> {
  const ports = {
    http: 0,
    https: -1,
    dns: 0,
    server: 0,
    serfLan: 0,
    serfWan: 0,
    grpc: -1,
    grpcTls: 0,
    ...settings.ports,
  }
  const nodeId = seededRandom(++seed).uuid()
  const emulator = new Emulator({ ...defaultSettings, nodeName, nodeId, ...settings, ports }, { joinable: true })
  afterTest(() => emulator.close())
  await emulator.listen()
  const send: Peer['send'] = async (method, path, body) => {
    const given = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
    const answer = await fetch(`http://127.0.0.1:${emulator.http.port}${path}`, { method, ...given })
    const text = await answer.text()
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch {
      json = undefined
    }
    return { status: answer.status, text, json, headers: answer.headers }
  }
  return {
    emulator,
    name: nodeName,
    lan: `127.0.0.1:${emulator.agent.settings.ports.serfLan}`,
    wan: `127.0.0.1:${emulator.agent.settings.ports.serfWan}`,
    send,
    get: async path => (await send('GET', path)).json,
  }
}

export const startClient = (name: string, settings: Partial<Settings> = {}): Promise<Peer> =>
  startPeer(name, { server: false, dev: false, ...settings })
