import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock, Timer } from '../lib/clock.ts'
import { MILLISECOND } from '../go/duration.ts'
import { isObject } from '../lib/equal.ts'
import { parseJson } from '../go/json.ts'
import { runProgram } from '../go/run-program.ts'
import type { Logger } from '../logging/logger.ts'

/** The keys through which an agent and the client of `exec` communicate. */
export interface ExecKeys {
  /** The value of a key; undefined when there is none. */
  read(key: string): Promise<string | undefined>
  /** Writes a key that belongs to a session; false when the session is gone. */
  acquire(key: string, session: string, value: Uint8Array): Promise<boolean>
}

/** What runs jobs. */
export interface ExecHost {
  readonly node: string
  readonly keys: ExecKeys
  readonly clock: Clock
  readonly logger: Logger
  readonly env: Readonly<Record<string, string | undefined>>
}

/** What is to be run. Wait is nanoseconds. */
interface Job {
  readonly Command?: string
  readonly Args?: readonly string[]
  /** Base64. */
  readonly Script?: string
  readonly Wait?: number
}

/** Bytes of output in one key. */
const CHUNK = 4096
/** Milliseconds that output waits for more to come. */
const FLUSH = 500
/** Output that may wait to be written, before the program is ended. */
const MAX_UNSENT = 16 * 1024 * 1024
/** Jobs at a time. */
const MAX_JOBS = 32
const NOT_STARTED = 255
const KILLED = -1

/** Runs what events ask an agent to run, and writes the output below the session of the client. */
export class RemoteExec {
  readonly #host: ExecHost
  readonly #over = new AbortController()
  #running = 0

  constructor(host: ExecHost) {
    this.#host = host
  }

  /** Handles an event: its payload names the key of the job. */
  async handle({ ID, Payload }: { readonly ID: string; readonly Payload: string }): Promise<void> {
    const { logger } = this.#host
    logger.debug('received remote exec event', { id: ID })
    if (this.#over.signal.aborted) return
    if (this.#running >= MAX_JOBS) {
      logger.error('too many remote executions, one was left out', { id: ID })
      return
    }
    this.#running++
    try {
      const { Prefix = '', Session = '' } = this.#decode('event', Buffer.from(Payload, 'latin1')) as Record<
        string,
        string
      >
      await this.#run(`${Prefix.replace(/\/+$/, '')}${Prefix === '' ? '' : '/'}${Session}`, Session)
    } catch (error) {
      if (!(error instanceof Undecodable)) logger.error('remote exec failed', { error })
    } finally {
      this.#running--
    }
  }

  /** Ends everything that runs, for good. */
  stop(): void {
    this.#over.abort()
  }

  async #run(folder: string, session: string): Promise<void> {
    const { keys, node, logger } = this.#host
    const spec = await keys.read(`${folder}/job`)
    if (spec === undefined) {
      logger.debug('remote exec aborted, job spec missing')
      return
    }
    const job = this.#decode('spec', Buffer.from(spec, 'latin1')) as Job
    const report = new Report(this.#host, `${folder}/${node}`, session)
    if (!(await report.acknowledge())) return
    const script = job.Script ? new ScriptFile(job.Script) : undefined
    try {
      const code = await this.#spawn(
        script?.path ?? job.Command ?? job.Args ?? '',
        report,
        (job.Wait ?? 0) / MILLISECOND,
      )
      await report.end(code)
    } finally {
      script?.remove()
    }
  }

  #decode(what: string, bytes: Uint8Array): object {
    try {
      const value = parseJson(bytes)
      return isObject(value) ? value : {}
    } catch (error) {
      this.#host.logger.error(`failed to decode remote exec ${what}`, { error })
      throw new Undecodable()
    }
  }

  async #spawn(command: string | readonly string[], report: Report, beat: number): Promise<number> {
    const { env, logger } = this.#host
    const args = typeof command === 'string' ? [env['SHELL'] || '/bin/sh', '-c', command] : command
    report.start(beat)
    try {
      const signal = AbortSignal.any([this.#over.signal, report.lost])
      const { code } = await runProgram(args, { onOutput: chunk => report.output(chunk), signal, env })
      return code ?? KILLED
    } catch (error) {
      logger.debug('failed to start remote exec', { error })
      return NOT_STARTED
    }
  }
}

/** Something was not JSON; it has been logged. */
class Undecodable extends Error {}

/** What an agent writes about one job, one key after the other. */
class Report {
  readonly #host: ExecHost
  readonly #folder: string
  readonly #session: string
  readonly #lost = new AbortController()
  #unsent: Buffer = Buffer.alloc(0)
  #chunks = 0
  #beat = 0
  #flush: Timer | undefined
  #heartbeat: Timer | undefined
  #written: Promise<unknown> = Promise.resolve()

  constructor(host: ExecHost, folder: string, session: string) {
    this.#host = host
    this.#folder = folder
    this.#session = session
  }

  /** Aborts when the session is gone, and with it the reader of the report. */
  get lost(): AbortSignal {
    return this.#lost.signal
  }

  /** Acknowledges the job. False when the session is gone. */
  async acknowledge(): Promise<boolean> {
    await this.#write('ack', Buffer.alloc(0))
    return !this.lost.aborted
  }

  /** Begins to report, every `beat` milliseconds without output, that it still runs. */
  start(beat: number): void {
    this.#beat = beat
    this.#scheduleBeat()
  }

  output(chunk: Buffer): void {
    this.#unsent = Buffer.concat([this.#unsent, chunk])
    if (this.#unsent.length > MAX_UNSENT) this.#lost.abort()
    this.#flush?.clear()
    while (this.#unsent.length >= CHUNK) this.#send(CHUNK)
    if (this.#unsent.length > 0) {
      this.#flush = this.#host.clock.setTimeout(() => this.#send(this.#unsent.length), FLUSH)
    }
  }

  /** The rest of the output, then how it ended. */
  async end(code: number): Promise<void> {
    this.#flush?.clear()
    this.#heartbeat?.clear()
    this.#beat = 0
    if (this.#unsent.length > 0) this.#send(this.#unsent.length)
    await this.#write('exit', Buffer.from(String(code)))
  }

  #send(length: number): void {
    const part = Buffer.from(this.#unsent.subarray(0, length))
    this.#unsent = this.#unsent.subarray(length)
    void this.#write(`out/${String(this.#chunks++).padStart(5, '0')}`, part)
    this.#scheduleBeat()
  }

  #scheduleBeat(): void {
    this.#heartbeat?.clear()
    if (this.#beat > 0) this.#heartbeat = this.#host.clock.setTimeout(() => this.#send(0), this.#beat)
  }

  #write(name: string, value: Uint8Array): Promise<void> {
    const { keys, logger } = this.#host
    const write = async (): Promise<void> => {
      if (this.lost.aborted) return
      try {
        if (!(await keys.acquire(`${this.#folder}/${name}`, this.#session, value))) this.#lost.abort()
      } catch (error) {
        logger.error('failed to write remote exec output', { error })
        this.#lost.abort()
      }
      if (this.lost.aborted) this.#heartbeat?.clear()
    }
    const written = this.#written.then(write)
    this.#written = written
    return written
  }
}

/** A script as a file that can be run. */
class ScriptFile {
  readonly #folder = mkdtempSync(join(tmpdir(), 'rexec'))
  readonly path = join(this.#folder, 'script')

  constructor(base64: string) {
    writeFileSync(this.path, Buffer.from(base64, 'base64'))
    chmodSync(this.path, 0o700)
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
