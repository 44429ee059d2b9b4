import { ClientError } from '../client/errors.ts'
import { type Holder, LockInUse } from '../client/locks/holder.ts'
import { exitText } from '../go/exit-text.ts'
import { pause } from '../lib/pause.ts'
import type { Child } from './children.ts'
import { type ClientContext, explain } from './client-command.ts'
import { CommandError } from './command.ts'
import { spawnNamed } from './shell-command.ts'
import { onEndingSignal } from '../daemon/signals.ts'

/** Time for a child to end after a signal. */
const GRACE = 5_000

/** One life of `lock`: get it, run the child, give it back. */
export class LockRun {
  readonly #holder: Holder
  readonly #context: ClientContext
  readonly #limited: boolean
  readonly #shutdown = new AbortController()
  #child: Child | undefined

  /** `limited`: it is not waited for ever for the lock. */
  constructor(holder: Holder, context: ClientContext, limited: boolean) {
    this.#holder = holder
    this.#context = context
    this.#limited = limited
  }

  /** Resolves to the exit code. */
  async run(): Promise<number> {
    const release = onEndingSignal(this.#context.io.signals, signal => {
      this.#child?.kill(signal)
      this.#shutdown.abort()
    })
    try {
      return await this.#hold()
    } finally {
      release()
    }
  }

  async #hold(): Promise<number> {
    const { complain } = this.#context
    this.#say('Attempting lock acquisition')
    const lost = await explain('Lock acquisition failed', this.#holder.acquire(this.#shutdown.signal))
    if (!lost) {
      if (this.#limited) throw new CommandError('Shutdown triggered or timeout during lock acquisition')
      complain('Shutdown triggered during lock acquisition')
      await this.#cleanUp()
      return 0
    }
    const failed = this.#shutdown.signal.aborted ? false : await this.#runChild(lost)
    await explain('Lock release failed', this.#holder.release())
    await this.#cleanUp()
    return failed && this.#context.flags.bool('child-exit-code') ? CHILD_FAILED : 0
  }

  /** Whether the child failed, other than by having been ended. */
  async #runChild(lost: AbortSignal): Promise<boolean> {
    const { io, flags, args, complain } = this.#context
    this.#say('Starting handler')
    const child = spawnNamed(io, flags, args.slice(1), {
      env: { CONSUL_LOCK_HELD: 'true' },
      stdin: flags.bool('pass-stdin') ? 'inherit' : 'ignore',
    })
    this.#child = child
    let failed = false
    const ended = child.exited.then(
      exit => {
        const failure = exitText(exit)
        if (failure !== undefined) complain(`Error running handler: ${failure}`)
        failed = failure !== undefined
      },
      (error: Error) => {
        complain(`Error starting handler: ${error.message}`)
        failed = true
      },
    )
    const cause = await Promise.race([ended, aborted(lost, LOST), aborted(this.#shutdown.signal, SHUTDOWN)])
    if (cause === undefined) {
      this.#say('Child terminated, releasing lock')
      return failed
    }
    this.#say(cause)
    await this.#kill(child, ended)
    return false
  }

  /** Ends the child: politely, then not. */
  async #kill(child: Child, ended: Promise<void>): Promise<void> {
    this.#say(`Terminating child pid ${child.pid}`)
    child.kill('SIGTERM')
    const over = new AbortController()
    const inTime = ended.then(() => true)
    const late = pause(this.#context.io.clock, GRACE, over.signal).then(() => false)
    const polite = await Promise.race([inTime, late])
    over.abort()
    if (polite) {
      this.#say('Child terminated')
      return
    }
    this.#say(`Child did not exit after grace period of ${GRACE / 1000}s`)
    this.#say(`Killing child pid ${child.pid}`)
    child.kill('SIGKILL')
    await ended
  }

  async #cleanUp(): Promise<void> {
    try {
      await this.#holder.destroy()
      this.#say('Cleanup succeeded')
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      if (!(error instanceof LockInUse)) throw new CommandError(`Cleanup failed: ${error.message}`, { cause: error })
      this.#say('Cleanup aborted, lock in use')
    }
  }

  #say(line: string): void {
    if (this.#context.flags.bool('verbose')) this.#context.print(line)
  }
}

const CHILD_FAILED = 2
const LOST = 'Lock lost, killing child'
const SHUTDOWN = 'Shutdown triggered, killing child'

function aborted<T>(signal: AbortSignal, value: T): Promise<T> {
  return new Promise(resolve => {
    if (signal.aborted) resolve(value)
    else signal.addEventListener('abort', () => resolve(value), { once: true })
  })
}
