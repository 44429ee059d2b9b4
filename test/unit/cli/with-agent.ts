import { ConsulClient } from '../../../src/client/client.ts'
import { dispatch } from '../../../src/cli/dispatch.ts'
import { Emulator, type EmulatorParts } from '../../../src/emulator.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import { recordedChildren, recordedIo } from './io.ts'

type World = Parameters<typeof recordedIo>[0]

/** An agent in this process, and commands that ask it. */
export async function withAgent(parts: EmulatorParts = {}) {
  const ports = { ...defaultSettings.ports, http: 0, dns: -1 }
  const emulator = new Emulator({ ...defaultSettings, ports }, parts)
  await emulator.listen()
  const { host, port } = emulator.http
  const client = new ConsulClient({ address: `${host}:${port}` })
  return {
    emulator,
    client,
    /** Begins a command. */
    start(argv: readonly string[], world: World = {}) {
      const { children, started } = recordedChildren()
      const env = { CONSUL_HTTP_ADDR: `${host}:${port}`, ...world.env }
      const recorded = recordedIo({ children, ...world, env })
      return { ...recorded, started, done: dispatch(argv, recorded.io) }
    },
    [Symbol.asyncDispose]: () => emulator.close(),
  }
}
