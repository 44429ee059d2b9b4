import { hostname } from 'node:os'
import { loadConfig } from '../config/load.ts'
import { keptNodeId } from '../config/node-id.ts'
import { configWarnings, ignoredWarning } from '../config/warnings.ts'
import { systemClock } from '../lib/clock.ts'
import { arbitrarySeed, seededRandom } from '../lib/random.ts'
import { createLogger, type Log } from '../logging/log.ts'
import type { Logger } from '../logging/logger.ts'
import type { Settings } from '../model/settings.ts'
import { configOfFlags } from '../cli/agent-flags.ts'
import { AgentExec, type ExecEvent } from './run-remote-exec.ts'
import { AgentWatches } from './watches.ts'
import { configuredSettings } from './configured-settings.ts'
import { banner } from './banner.ts'
import type { CommandIo } from '../cli/command.ts'
import type { Flags } from '../go/flag.ts'
import { writePidFile } from './pid-file.ts'
import { listenForSignals, type SignalSource } from './signals.ts'

/** The emulator as the command knows it. */
export interface RunningAgent {
  readonly http: { readonly host: string; readonly port: number }
  readonly dns: { readonly host: string; readonly port: number }
  listen(): Promise<void>
  close(): Promise<void>
  /** Says good-bye to its cluster, before a close. */
  leave?(): Promise<void>
  reload?(settings: Settings): void | Promise<void>
}

/** What an agent asks of the command that runs it. */
export interface AgentHooks {
  /** Reads the configuration again; throws when it is no good. */
  readonly onReload: () => Promise<Settings>
  /** The agent was told to leave. */
  readonly onLeave: () => void
  /** The agent cannot go on. */
  readonly onFailure: () => void
  /** An event asks for something to be run. */
  readonly onRemoteExec: (event: ExecEvent) => void
}

/** What an agent needs of the process it runs in. */
export interface AgentHost {
  readonly signals: SignalSource
  readonly pid: number
  create(settings: Settings, logger: Logger, hooks: AgentHooks): RunningAgent
}

interface Life {
  readonly settings: Settings
  readonly log: Log
  readonly watches: AgentWatches
  readonly exec: AgentExec
  readonly warnings: readonly string[]
  /** Resolves when the agent was told to leave, or cannot go on: to the exit code. */
  readonly left: Promise<number>
}

/** One life of an agent, from the command line to the signal that ends it. */
export class AgentRun {
  readonly #flags: Flags
  readonly #io: CommandIo
  readonly #host: AgentHost
  /** Of a node that has no folder to keep one in; stays the same when the configuration is read again. */
  readonly #nodeId = seededRandom(arbitrarySeed()).uuid()

  constructor(flags: Flags, io: CommandIo, host: AgentHost) {
    this.#flags = flags
    this.#io = io
    this.#host = host
  }

  /** Resolves to the exit code. Whatever keeps the agent from starting rejects. */
  async run(): Promise<number> {
    const { settings, warnings } = await this.#configure()
    const json = settings.log.json || !this.#io.stdout.isTTY
    const log = createLogger({ level: settings.log.level, json, destination: this.#io.stdout, now: systemClock.now })
    const removePidFile = writePidFile(settings.pidFile, this.#host.pid)
    try {
      if (!json) this.#io.stdout.write(banner(settings))
      let end = (_code: number): void => undefined
      const left = new Promise<number>(resolve => (end = resolve))
      const watches = new AgentWatches(log, this.#io.env)
      const onReload = async (): Promise<Settings> => {
        const { settings } = await this.#configure()
        await watches.restart(settings.watches)
        return settings
      }
      const exec = new AgentExec(log, this.#io.env)
      const agent = this.#host.create(settings, log, {
        onReload,
        onLeave: () => end(0),
        onFailure: () => end(1),
        onRemoteExec: event => void exec.handle(event, settings, agent.http),
      })
      return await this.#serve(agent, { settings, log, watches, exec, warnings, left })
    } finally {
      removePidFile()
      await log.flush()
    }
  }

  async #configure(): Promise<{ settings: Settings; warnings: string[] }> {
    const flags = this.#flags
    const skipped: string[] = []
    const config = await loadConfig({
      paths: flags.list('config-file'),
      format: flags.string('config-format'),
      flags: configOfFlags(flags),
      fragments: flags.list('hcl'),
      onSkip: warning => skipped.push(warning),
    })
    const settings = configuredSettings(config, { dev: flags.bool('dev'), hostname: hostname(), nodeId: this.#nodeId })
    // the folder is looked at when all else is known to be good
    if (settings.dataDir !== undefined && !config['node_id']) {
      settings.nodeId = keptNodeId(settings.dataDir, () => this.#nodeId)
    }
    return { settings, warnings: [...skipped, ...configWarnings(config, settings), ...ignoredWarning(config)] }
  }

  async #serve(agent: RunningAgent, { settings, log, watches, exec, warnings, left }: Life): Promise<number> {
    const signals = listenForSignals(this.#host.signals, () => void this.#reload(agent, log, watches))
    try {
      const listening = watches.check(settings.watches).then(() => agent.listen())
      await listening.catch((error: unknown) => {
        throw new Error(`Error starting agent: ${describe(error)}`, { cause: error })
      })
      // Not before: a first line costs the loading of what writes it, while clients already ask.
      for (const warning of warnings) log.warn(warning)
      logServers(agent, log)
      await watches.start(settings.watches, agent.http)
      const cause = await Promise.race([signals.ended, left])
      const signal = typeof cause === 'string' ? cause : undefined
      if (signal !== undefined) log.info('Caught', { signal })
      log.info('Gracefully shutting down agent...')
      watches.stop()
      exec.stop()
      const leaves = signal !== undefined && leavesOn(signal, settings)
      const gone = leaves ? (agent.leave?.() ?? Promise.resolve()) : Promise.resolve()
      const closed = gone.then(() => agent.close()).then(() => (typeof cause === 'number' ? cause : 0))
      const code = await Promise.race([closed, signals.insisted.then(() => 1)])
      log.info('Exit code', { code })
      return code
    } finally {
      signals.release()
    }
  }

  async #reload(agent: RunningAgent, log: Log, watches: AgentWatches): Promise<void> {
    log.info('Caught', { signal: 'hangup' })
    log.info('Reloading configuration...')
    try {
      const { settings, warnings } = await this.#configure()
      for (const warning of warnings) log.warn(warning)
      log.setLevel(settings.log.level)
      await watches.restart(settings.watches)
      await agent.reload?.(settings)
      log.info('Configuration reload completed')
    } catch (error) {
      log.error(`Reload config failed: ${describe(error)}`)
    }
  }
}

/** Whether a signal makes an agent leave its cluster, rather than only end. */
const leavesOn = (signal: string, { leaveOnTerm, skipLeaveOnInterrupt }: Settings): boolean =>
  signal === 'interrupt' ? !skipLeaveOnInterrupt : leaveOnTerm

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
