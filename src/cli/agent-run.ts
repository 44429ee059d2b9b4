import { hostname } from 'node:os'
import { ConfigError } from '../config/errors.ts'
import { loadConfig } from '../config/load.ts'
import { settingsFromConfig } from '../config/settings.ts'
import { configWarnings } from '../config/warnings.ts'
import { systemClock } from '../lib/clock.ts'
import { arbitrarySeed, seededRandom } from '../lib/random.ts'
import { createLogger, type Log } from '../log.ts'
import type { Logger } from '../logger.ts'
import type { Settings } from '../settings.ts'
import { configOfFlags } from './agent-flags.ts'
import { banner } from './banner.ts'
import type { CommandIo } from './command.ts'
import type { Flags } from './flags.ts'
import { writePidFile } from './pid-file.ts'
import { listenForSignals, type SignalSource } from './signals.ts'

/** The emulator as the command knows it. */
export interface RunningAgent {
  readonly http: { readonly host: string; readonly port: number }
  readonly dns: { readonly host: string; readonly port: number }
  listen(): Promise<void>
  close(): Promise<void>
  reload?(settings: Settings): void | Promise<void>
}

/** What an agent asks of the command that runs it. */
export interface AgentHooks {
  /** Reads the configuration again; throws when it is no good. */
  readonly onReload: () => Settings
  /** The agent was told to leave. */
  readonly onLeave: () => void
}

/** What an agent needs of the process it runs in. */
export interface AgentHost {
  readonly signals: SignalSource
  readonly pid: number
  create(settings: Settings, logger: Logger, hooks: AgentHooks): RunningAgent
}

interface Life {
  readonly log: Log
  readonly warnings: readonly string[]
  /** Resolves when the agent was told to leave. */
  readonly left: Promise<void>
}

/** One life of an agent, from the command line to the signal that ends it. */
export class AgentRun {
  readonly #flags: Flags
  readonly #io: CommandIo
  readonly #host: AgentHost
  /** Stays the same when the configuration is read again. */
  readonly #nodeId = seededRandom(arbitrarySeed()).uuid()

  constructor(flags: Flags, io: CommandIo, host: AgentHost) {
    this.#flags = flags
    this.#io = io
    this.#host = host
  }

  /** Resolves to the exit code. Whatever keeps the agent from starting rejects. */
  async run(): Promise<number> {
    const { settings, warnings } = this.#configure()
    const json = settings.log.json || !this.#io.stdout.isTTY
    const log = createLogger({ level: settings.log.level, json, destination: this.#io.stdout, now: systemClock.now })
    const removePidFile = writePidFile(settings.pidFile, this.#host.pid)
    try {
      if (!json) this.#io.stdout.write(banner(settings))
      let leave = (): void => undefined
      const left = new Promise<void>(resolve => (leave = resolve))
      const hooks: AgentHooks = { onReload: () => this.#configure().settings, onLeave: () => leave() }
      return await this.#serve(this.#host.create(settings, log, hooks), { log, warnings, left })
    } finally {
      removePidFile()
      await log.flush()
    }
  }

  #configure(): { settings: Settings; warnings: string[] } {
    const flags = this.#flags
    if (flags.has('hcl')) throw new ConfigError('-hcl: HCL is not built yet, write the configuration as a JSON file')
    const config = loadConfig({
      paths: flags.list('config-file'),
      format: flags.string('config-format'),
      flags: configOfFlags(flags),
    })
    const settings = settingsFromConfig(config, { dev: flags.bool('dev'), hostname: hostname(), nodeId: this.#nodeId })
    return { settings, warnings: configWarnings(config, settings) }
  }

  async #serve(agent: RunningAgent, { log, warnings, left }: Life): Promise<number> {
    const signals = listenForSignals(this.#host.signals, () => void this.#reload(agent, log))
    try {
      await agent.listen().catch((error: unknown) => {
        throw new Error(`Error starting agent: ${describe(error)}`, { cause: error })
      })
      // Not before: a first line costs the loading of what writes it, while clients already ask.
      for (const warning of warnings) log.warn(warning)
      logServers(agent, log)
      const signal = await Promise.race([signals.ended, left])
      if (signal !== undefined) log.info('Caught', { signal })
      log.info('Gracefully shutting down agent...')
      const closed = agent.close().then(() => 0)
      const code = await Promise.race([closed, signals.insisted.then(() => 1)])
      log.info('Exit code', { code })
      return code
    } finally {
      signals.release()
    }
  }

  async #reload(agent: RunningAgent, log: Log): Promise<void> {
    log.info('Caught', { signal: 'hangup' })
    log.info('Reloading configuration...')
    try {
      const { settings, warnings } = this.#configure()
      for (const warning of warnings) log.warn(warning)
      log.setLevel(settings.log.level)
      await agent.reload?.(settings)
      log.info('Configuration reload completed')
    } catch (error) {
      log.error(`Reload config failed: ${describe(error)}`)
    }
  }
}

function logServers(agent: RunningAgent, log: Log): void {
  const address = ({ host, port }: RunningAgent['http']): string =>
    host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
  if (agent.http.port > 0) log.info('Started HTTP server', { address: address(agent.http), network: 'tcp' })
  if (agent.dns.port > 0) log.info('Started DNS server', { address: address(agent.dns), network: 'udp' })
  log.info('Synced node info')
  log.info('Consul agent running!')
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'cannot assign requested address',
  EACCES: 'permission denied',
}

/** As Go tells that a socket could not be bound. */
function describe(error: unknown): string {
  const { code = '', address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number }
  const reason = REASONS[code]
  if (reason !== undefined && address !== undefined) return `listen ${address}:${port ?? ''}: bind: ${reason}`
  return error instanceof Error ? error.message : String(error)
}
