import type { ConsulClient } from '../client/client.ts'
import { ClientError } from '../client/errors.ts'
import { readKey, writeKey } from '../client/locks/kv.ts'
import { LockSession } from '../client/locks/session.ts'
import type { Timer } from '../lib/clock.ts'
import { toJson } from '../go/json.ts'
import { MILLISECOND } from '../go/duration.ts'
import { pause } from '../lib/pause.ts'
import { joinPath } from '../client/locks/semaphore.ts'
import { type ClientContext, explain } from './client-command.ts'
import { CommandError } from './command.ts'
import { onEndingSignal } from '../daemon/signals.ts'

/** What is to be run, in the words of the protocol. */
export type Job = { readonly Command: string } | { readonly Args: readonly string[] } | { readonly Script: string }

/** How it is to be run. Times are milliseconds. */
export interface ExecOptions {
  readonly job: Job
  /** Of the keys through which agents and we talk. */
  readonly prefix: string
  /** When nothing is heard for so long it is over. */
  readonly wait: number
  /** From writing the job to firing its event. */
  readonly replication: number
  /** Whether another datacenter is asked. */
  readonly foreign: boolean
}

const FAILED = 2

/** One remote execution: a job is written, an event announces it, and agents write its output. */
export class ExecRun {
  readonly #client: ConsulClient
  readonly #context: ClientContext
  readonly #options: ExecOptions
  readonly #over = new AbortController()
  readonly #seen = new Set<string>()
  #acknowledged = 0
  #finished = 0
  #failed = false
  #interrupted = false
  #patience: Timer | undefined

  constructor(client: ConsulClient, context: ClientContext, options: ExecOptions) {
    this.#client = client
    this.#context = context
    this.#options = options
  }

  /** Resolves to the exit code. */
  async run(): Promise<number> {
    const { io } = this.#context
    const session = await explain('Failed to create session', this.#createSession())
    this.#say(`Created remote execution session: ${session.id}`)
    const release = onEndingSignal(io.signals, () => {
      this.#interrupted = true
      this.#over.abort()
    })
    const folder = joinPath(this.#options.prefix, session.id)
    try {
      await this.#upload(folder, session.id)
      await pause(io.clock, this.#options.replication, this.#over.signal)
      await this.#announce(session.id)
      await this.#listen(`${folder}/`)
    } finally {
      release()
      this.#patience?.clear()
      await session.close()
      await explain('Failed to destroy data', this.#client.delete(`/v1/kv/${folder}`, { recurse: true }))
    }
    if (this.#interrupted) return 1
    return this.#failed || this.#finished < this.#acknowledged ? FAILED : 0
  }

  async #createSession(): Promise<LockSession> {
    const { io } = this.#context
    const entry = { Name: 'Remote Exec', Behavior: 'delete' }
    if (!this.#options.foreign) return LockSession.create(this.#client, io.clock, entry)
    const found = this.#client.get('/v1/health/service/consul', { passing: '1' })
    const servers = await found.catch((error: unknown) => {
      if (!(error instanceof ClientError)) throw error
      throw new ClientError(`Failed to find Consul server in remote datacenter: ${error.message}`, { cause: error })
    })
    const [server] = servers.json<readonly { Node: { Node: string } }[]>()
    if (!server) throw new ClientError('Failed to find Consul server in remote datacenter')
    return LockSession.create(this.#client, io.clock, { ...entry, Node: server.Node.Node })
  }

  async #upload(folder: string, session: string): Promise<void> {
    const job = toJson({ ...this.#options.job, Wait: this.#options.wait * MILLISECOND })
    const written = writeKey(this.#client, `${folder}/job`, { acquire: session }, job)
    if (!(await explain('Failed to create job file', written))) {
      throw new CommandError('Failed to create job file: failed to acquire the key')
    }
    this.#say('Uploaded remote execution spec')
  }

  async #announce(session: string): Promise<void> {
    const { flags } = this.#context
    const payload = toJson({ Prefix: this.#options.prefix, Session: session })
    const query = Object.fromEntries(['node', 'service', 'tag'].map(name => [name, flags.string(name) || undefined]))
    const fired = this.#client.put('/v1/event/fire/_rexec', Buffer.from(payload), query)
    const { ID } = (await explain('Failed to fire event', fired)).json<{ ID: string }>()
    this.#say(`Fired remote execution event: ${ID}`)
  }

  /** Prints what agents write, until nothing new has come for a while. */
  async #listen(folder: string): Promise<void> {
    const { clock } = this.#context.io
    const { signal } = this.#over
    const started = clock.now()
    let index = 0n
    this.#waitOn()
    while (!signal.aborted) {
      try {
        const query = {
          keys: true,
          wait: `${Math.max(Math.round(this.#options.wait), 1)}ms`,
          ...(index > 0n && { index: String(index) }),
        } as const
        const found = await this.#client.find(`/v1/kv/${folder}`, query, signal)
        const keys = found?.json<readonly string[]>() ?? []
        index = found?.index ?? 0n
        await this.#read(folder, keys)
        // without keys there is no index to wait after
        if (!found) await pause(clock, GONE_PAUSE, signal)
      } catch (error) {
        if (signal.aborted) break
        if (!(error instanceof ClientError)) throw error
        this.#context.complain(`Failed to read keys: ${error.message}`)
        await pause(clock, GONE_PAUSE, signal)
      }
    }
    if (this.#interrupted) return
    this.#context.print(`${this.#finished} / ${this.#acknowledged} node(s) completed / acknowledged`)
    this.#say(`Completed in ${((clock.now() - started) / 1000).toFixed(2)} seconds`)
  }

  /** Waits on for a while; longer while nodes have begun but not ended. */
  #waitOn(): void {
    this.#patience?.clear()
    const { wait } = this.#options
    const ms = this.#acknowledged > this.#finished ? 2 * wait : wait
    this.#patience = this.#context.io.clock.setTimeout(() => this.#over.abort(), ms)
  }

  /** Prints what new keys hold: the output of each node, then its exit code. */
  async #read(folder: string, keys: readonly string[]): Promise<void> {
    const fresh = keys.filter(key => !this.#seen.has(key)).toSorted(byPlace)
    for (const key of fresh) {
      this.#seen.add(key)
      const [, node = '', kind = ''] = /^(.*?)\/(ack$|exit$|out\/)/.exec(key.slice(folder.length)) ?? []
      if (node === '') continue
      if (kind === 'ack') this.#acknowledge(node)
      else if (kind === 'exit') this.#end(node, await this.#value(key))
      else this.#show(node, await this.#value(key))
      this.#waitOn()
    }
  }

  async #value(key: string): Promise<string | null> {
    const [pair] = (await readKey(this.#client, key, { signal: this.#over.signal })).pairs
    return pair?.Value == null ? null : Buffer.from(pair.Value, 'base64').toString()
  }

  #acknowledge(node: string): void {
    this.#acknowledged++
    this.#say(`==> ${node}: acknowledged`)
  }

  #show(node: string, output: string | null): void {
    if (output === null) this.#say(`==> ${node}: heartbeat received`)
    else this.#context.print(`    ${node}: ${output.replaceAll('\n', `\n    ${node}: `)}`.trimEnd())
  }

  #end(node: string, text: string | null): void {
    const code = Number(text ?? '')
    if (text === null || !Number.isInteger(code)) {
      this.#context.complain(`Failed to parse exit code '${text ?? ''}'`)
      return
    }
    this.#finished++
    if (code !== 0) this.#failed = true
    this.#context.print(`==> ${node}: finished with exit code ${code}`)
  }

  #say(line: string): void {
    if (this.#context.flags.bool('verbose')) this.#context.print(line)
  }
}

const GONE_PAUSE = 200

/** Acknowledgements first, ends last. */
function byPlace(a: string, b: string): number {
  return place(a) - place(b) || (a < b ? -1 : 1)
}

const place = (key: string): number => (key.endsWith('/ack') ? 0 : key.endsWith('/exit') ? 2 : 1)
