import { afterTest } from '../../../support/after-test.ts'
import net from 'node:net'
import type { AliasSource, RunningCheck } from '../../../../src/agent/checks/context.ts'
import type { CheckDefinition } from '../../../../src/model/registration.ts'
import { defineCheck } from '../../../../src/agent/checks/definition.ts'
import { startCheck } from '../../../../src/agent/checks/index.ts'
import { MovableClock } from '../../../../src/lib/clock.ts'
import { seededRandom } from '../../../../src/lib/random.ts'
import { silentLogger } from '../../../../src/logging/logger.ts'

export interface Reported {
  readonly status: string
  readonly output: string
}

const noAliases: AliasSource = {
  read: () => ({ nodeKnown: true, serviceKnown: true, checks: [] }),
  watch: () => () => undefined,
}

/** A check with an interval of a second that is first run half a second after its start, on a clock that stands still. */
export class CheckUnderTest {
  readonly clock = new MovableClock({ manual: true, start: 0 })
  readonly reports: Reported[] = []
  readonly running: RunningCheck
  #arrived: (() => void) | undefined

  constructor(fields: Partial<CheckDefinition>, aliases: AliasSource = noAliases, start = startCheck) {
    this.running = start(defineCheck({ checkId: 'c', name: 'c', interval: 1000, ...fields }), {
      clock: this.clock,
      random: { ...seededRandom(1), next: () => 0.5 },
      logger: silentLogger,
      aliases,
      report: (status, output) => {
        this.reports.push({ status, output })
        this.#arrived?.()
      },
    })
    afterTest(() => this.running.stop())
  }

  /** The result that comes next. */
  async next(): Promise<Reported> {
    const seen = this.reports.length
    for (;;) {
      const reported = this.reports[seen]
      if (reported) return reported
      await new Promise<void>(resolve => {
        this.#arrived = resolve
      })
    }
  }

  /** Moves the clock to the next run, and gives its result. */
  async run(): Promise<Reported> {
    const result = this.next()
    await this.clock.advance(1000)
    return result
  }
}

/** The result of the first run of a check. */
export function firstResult(fields: Partial<CheckDefinition>): Promise<Reported> {
  return new CheckUnderTest(fields).run()
}

/** Listens on a free port of the loopback until the test ends. */
export async function listen(server: net.Server): Promise<number> {
  const sockets = new Set<net.Socket>()
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  afterTest(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise(resolve => {
      server.close(resolve)
    })
  })
  return (server.address() as net.AddressInfo).port
}

/** A port that nobody listens on. */
export async function closedPort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as net.AddressInfo
  await new Promise(resolve => {
    server.close(resolve)
  })
  return port
}

/** Lets what the system has ready be read. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await new Promise<void>(resolve => {
      setImmediate(resolve)
    })
  }
}
