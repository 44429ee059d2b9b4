import { checkStart } from '../config/start.ts'
import { readTlsFiles } from '../config/tls-files.ts'
import { errnoText } from '../go/errno.ts'
import { systemClock } from '../lib/clock.ts'
import { LogFile } from '../logging/log-file.ts'
import { type JoinedStream, type LineDestination, Log } from '../logging/log.ts'
import type { Settings } from '../model/settings.ts'
import { banner } from './banner.ts'
import type { Configuration, Configured } from './configuration.ts'
import { logWarnings } from './log-warnings.ts'
import { writePidFile } from './pid-file.ts'
import { Reload } from './reload.ts'
import { AgentExec, type ExecEvent } from './run-remote-exec.ts'
import { listenForSignals, type SignalSource } from './signals.ts'
import { errorText } from '../lib/error-text.ts'
import { joinHostPort } from '../go/host-port.ts'

/** The emulator as a daemon knows it. */
export interface RunningAgent {
  readonly http: { readonly host: string; readonly port: number }
  readonly https: { readonly host: string; readonly port: number }
  readonly dns: { readonly host: string; readonly port: number }
  /** The ACL token that the agent itself uses; '' when it has none. */
  agentToken(): string
  listen(): Promise<void>
  close(): Promise<void>
  /** Leaves its cluster, before a close. */
  leave(): Promise<void>
  /** Rejects when the settings are refused. */
  reload(settings: Settings): Promise<void>
}

/** What an agent asks of the daemon that runs it. */
export interface AgentHooks {
  /** `/v1/agent/reload`. Rejects when the configuration is refused. */
  readonly onReload: () => Promise<void>
  /** The agent was told to leave. */
  readonly onLeave: () => void
  /** The agent cannot continue. */
  readonly onFailure: () => void
  /** An event asks for remote execution. */
  readonly onRemoteExec: (event: ExecEvent) => void
}

/** The process that an agent runs in. */
export interface DaemonHost {
  readonly signals: SignalSource
  readonly pid: number
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdout: LineDestination
  create(settings: Settings, log: Log, hooks: AgentHooks): RunningAgent
}

/** How an agent ends: by a signal, because it was told to leave, or because it cannot continue. */
type End = { readonly signal: string } | 'left' | 'failed'

/** Runs one agent, from its configuration to the signal that ends it. */
export class Daemon {
  readonly #configuration: Configuration
  readonly #host: DaemonHost
  readonly #log = new Log({ now: systemClock.now, held: true })
  readonly #logger = this.#log.module('agent')

  constructor(configuration: Configuration, host: DaemonHost) {
    this.#configuration = configuration
    this.#host = host
  }

  /** Resolves to the exit code. Rejects, before anything has begun, when the configuration is refused. */
  async run(): Promise<number> {
    const configured = await this.#configuration.read()
    const { settings } = configured
    readTlsFiles(settings.tls)
    const { stdout, pid } = this.#host
    const { level, json, file } = settings.log
    const logFile = file && new LogFile(file, systemClock.now)
    const streams = [stdout, ...(logFile ? [logFile] : [])].map(destination =>
      this.#log.join({ level, json, destination }),
    )
    const removePidFile = writePidFile(settings.pidFile, pid)
    try {
      if (!settings.log.json) stdout.write(banner(settings))
      return await this.#live(configured, streams)
    } catch (error) {
      this.#logger.error('Error starting agent', { error: startErrorText(error) })
      return 1
    } finally {
      removePidFile()
      await this.#log.flush()
      logFile?.close()
    }
  }

  async #live(configured: Configured, streams: readonly JoinedStream[]): Promise<number> {
    const { settings } = configured
    logWarnings(this.#log, configured, ['agent', 'agent.auto_config'])
    checkStart(settings)
    let end = (_end: End): void => undefined
    const ended = new Promise<End>(resolve => (end = resolve))
    const read = (): Promise<Configured> => this.#configuration.read()
    const reload = new Reload({ read, apply: next => agent.reload(next), log: this.#log, streams })
    const exec = new AgentExec(this.#logger, this.#host.env)
    const agent = this.#host.create(settings, this.#log, {
      onReload: () => reload.run(),
      onLeave: () => end('left'),
      onFailure: () => end('failed'),
      onRemoteExec: event => void exec.handle(event, settings, agent),
    })
    const signals = listenForSignals(this.#host.signals, () => void this.#reloadOnSignal(reload))
    try {
      if (!settings.server && settings.dataDir === undefined) throw new Error(NO_DATA_DIR)
      await agent.listen()
      // a first line costs the loading of pino, while clients already ask
      systemClock.setTimeout(() => this.#log.release(), LINES_AFTER)
      this.#logServers(agent, settings)
      const how = await Promise.race([signals.ended.then(signal => ({ signal })), ended])
      exec.stop()
      const code = await Promise.race([this.#shutDown(agent, how, settings), signals.insisted.then(() => 1)])
      this.#logger.info('Exit code', { code })
      return code
    } finally {
      signals.release()
    }
  }

  async #reloadOnSignal(reload: Reload): Promise<void> {
    this.#logger.info('Caught', { signal: 'hangup' })
    try {
      await reload.run()
    } catch (error) {
      this.#logger.error('Reload config failed', { error })
    }
  }

  /** Resolves to the exit code: as in Consul it is 1 where a signal ends an agent that does not leave its cluster first. */
  async #shutDown(agent: RunningAgent, end: End, settings: Settings): Promise<number> {
    const logger = this.#logger
    const role = settings.server ? 'server' : 'client'
    const server = this.#log.module(`agent.${role}`)
    let code = end === 'failed' ? 1 : 0
    if (typeof end === 'object') {
      logger.info('Caught', { signal: end.signal })
      if (leavesOn(end.signal, settings)) {
        logger.info('Gracefully shutting down agent...')
        server.info(`${role} starting leave`)
        await agent.leave()
        logger.info('Graceful exit completed')
      } else {
        logger.info('Graceful shutdown disabled. Exiting')
        code = 1
      }
    }
    logger.info('Requesting shutdown')
    server.info(`shutting down ${role}`)
    logger.info(`consul ${role} down`)
    logger.info('shutdown complete')
    this.#logStops(agent, settings)
    logger.info('Waiting for endpoints to shut down')
    await agent.close()
    logger.info('Endpoints down')
    return code
  }

  /** Servers of DNS have a part of the log of their own, and end in another order than they begin. */
  #logStops(agent: RunningAgent, settings: Settings): void {
    const all = served(agent, settings)
    for (const { protocol, ...fields } of all.filter(isDns).toReversed()) {
      this.#log.module('agent.dns').info('Stopping server', { protocol, ...fields })
    }
    for (const fields of all) if (!isDns(fields)) this.#logger.info('Stopping server', fields)
  }

  #logServers(agent: RunningAgent, settings: Settings): void {
    const logger = this.#logger
    for (const { protocol, ...fields } of served(agent, settings)) {
      if (isDns({ protocol })) logger.info('Started DNS server', fields)
      else logger.info('Starting server', { ...fields, protocol })
    }
    logger.info('started state syncer')
    logger.info('Consul agent running!')
    logger.info('Synced node info')
  }
}

/** What an agent serves, as lines of the log have it. */
function served(
  { http, https, dns }: RunningAgent,
  { addresses, clientAddresses }: Settings,
): { address: string; network: string; protocol: string }[] {
  const rows = [
    [dns, 'udp', 'DNS', addresses.dns],
    [dns, 'tcp', 'DNS', addresses.dns],
    [http, 'tcp', 'http', addresses.http],
    [https, 'tcp', 'https', addresses.https],
  ] as const
  return rows.flatMap(([{ port }, network, protocol, hosts = clientAddresses]) =>
    hosts.flatMap(host => {
      if (host.startsWith(UNIX)) return [{ address: host.slice(UNIX.length), network: 'unix', protocol }]
      return port > 0 ? [{ address: joinHostPort(host, port), network, protocol }] : []
    }),
  )
}

const isDns = ({ protocol }: { protocol: string }): boolean => protocol === 'DNS'

/** Of an address that is a socket of the file system. */
const UNIX = 'unix://'

/** Milliseconds that lines of the log wait for the first answers of an agent that listens; those of one that ends do not. */
const LINES_AFTER = 10

const NO_DATA_DIR = 'Failed to start Consul client: Config must provide a DataDir'

/** Whether a signal makes an agent leave its cluster, rather than only end. */
const leavesOn = (signal: string, { leaveOnTerm, skipLeaveOnInterrupt }: Settings): boolean =>
  signal === 'interrupt' ? !skipLeaveOnInterrupt : leaveOnTerm

/** As Go tells that a socket could not be bound; any other error by its message. */
function startErrorText(error: unknown): string {
  const { syscall, address = '', port = '' } = error as NodeJS.ErrnoException & { address?: string; port?: number }
  if (syscall === 'listen' || syscall === 'bind') return `listen ${address}:${port}: bind: ${errnoText(error)}`
  // other errors say by themselves what could not be done, and where
  return errorText(error)
}
