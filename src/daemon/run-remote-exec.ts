import type { RemoteExec } from './remote-exec.ts'
import { systemClock } from '../lib/clock.ts'
import type { Logger } from '../logging/logger.ts'
import type { Settings } from '../model/settings.ts'
import { reachable } from './watches.ts'

/** The agent whose keys tell what is to be run, and hold what came of it. */
interface AskedAgent {
  readonly http: { readonly host: string; readonly port: number }
  /** The token that the agent itself uses. */
  agentToken(): string
}

/** An event as the agent hands it over. */
export interface ExecEvent {
  readonly ID: string
  readonly Name: string
  /** A binary string. */
  readonly Payload: string
}

/** Runs what `exec` asks for, where that is allowed. What does so is loaded when it is asked for. */
export class AgentExec {
  readonly #logger: Logger
  readonly #env: Readonly<Record<string, string | undefined>>
  #exec: Promise<RemoteExec> | undefined
  #stopped = false

  constructor(logger: Logger, env: Readonly<Record<string, string | undefined>>) {
    this.#logger = logger
    this.#env = env
  }

  /** Takes an event. */
  async handle(event: ExecEvent, settings: Settings, agent: AskedAgent): Promise<void> {
    if (settings.disableRemoteExec) {
      this.#logger.info('ignoring remote exec event, disabled.', { event_name: event.Name, event_id: event.ID })
      return
    }
    if (this.#stopped) return
    this.#exec ??= this.#create(settings, agent)
    try {
      await (await this.#exec).handle(event)
    } catch (error) {
      this.#logger.error('remote exec failed', { error })
    }
  }

  stop(): void {
    this.#stopped = true
    void this.#exec?.then(exec => exec.stop())
  }

  async #create({ nodeName }: Settings, agent: AskedAgent): Promise<RemoteExec> {
    const [{ RemoteExec }, { ConsulClient }, { readKey, writeKey }] = await Promise.all([
      import('./remote-exec.ts'),
      import('../client/client.ts'),
      import('../client/locks/kv.ts'),
    ])
    // anew for each request, since the token may be another one by then
    const client = () => new ConsulClient({ address: reachable(agent.http), token: agent.agentToken() })
    return new RemoteExec({
      node: nodeName,
      clock: systemClock,
      logger: this.#logger,
      env: this.#env,
      keys: {
        async read(key) {
          const [pair] = (await readKey(client(), key)).pairs
          return pair && Buffer.from(pair.Value ?? '', 'base64').toString('latin1')
        },
        acquire: (key, session, value) => writeKey(client(), key, { acquire: session }, value),
      },
    })
  }
}
