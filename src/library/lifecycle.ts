import type { Emulator } from '../emulator.ts'
import { ConsulError } from '../model/errors.ts'
import { failToListen } from './listen-failure.ts'
import type { OwnCertificate } from './own-certificate.ts'

export interface LifecycleParts {
  /** Closes the emulator when it aborts. */
  readonly signal: AbortSignal | undefined
  readonly certificate: OwnCertificate | undefined
}

/** When an emulator listens, and when it is closed. What is asked for comes one after the other, and each is idempotent. */
export class Lifecycle {
  readonly #emulator: Emulator
  readonly #parts: LifecycleParts
  /** From `close()` to the next `listen()`. */
  #closed = false
  #last: Promise<unknown> = Promise.resolve()
  readonly #onAbort = (): void => void this.close()

  constructor(emulator: Emulator, parts: LifecycleParts) {
    this.#emulator = emulator
    this.#parts = parts
  }

  listen(): Promise<void> {
    const { signal } = this.#parts
    return this.#next(async () => {
      signal?.throwIfAborted()
      if (this.#emulator.listening) return
      this.#closed = false
      await this.#emulator.listen().catch(failToListen('listen'))
      if (signal?.aborted === true) {
        // aborted while the ports were being bound, before the listener was added
        await this.#emulator.close()
        signal.throwIfAborted()
      }
      signal?.addEventListener('abort', this.#onAbort, { once: true })
    })
  }

  close(): Promise<void> {
    const { signal, certificate } = this.#parts
    return this.#next(async () => {
      signal?.removeEventListener('abort', this.#onAbort)
      this.#closed = true
      await this.#emulator.close()
      certificate?.removeFile()
    })
  }

  /** What changes nothing any more, or waits for ever, after `close()`. */
  refuseClosed(what: string): void {
    if (!this.#closed) return
    const reason = 'the emulator was closed. listen() opens it again; what it knows can still be read.'
    throw new ConsulError('MC_ERR_CLOSED', `Failed to ${what}: ${reason}`)
  }

  #next<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#last.then(run, run)
    this.#last = next.catch(() => undefined)
    return next
  }
}
