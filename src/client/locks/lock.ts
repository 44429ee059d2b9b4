import { pause } from '../../lib/pause.ts'
import { Deadline, type Holder, type HolderParts, LockError, LockInUse, explained } from './holder.ts'
import { deleteKey, hasFlags, readKey, writeKey } from './kv.ts'
import { type Hold, takeHold } from './hold.ts'
import { untilLost } from './monitor.ts'
import type { LockSession } from './session.ts'

/** Marks a key as one of a lock. */
const LOCK_FLAGS = 0x2ddccbc058a50c18n

/** Time until a lock that is free but cannot be acquired, because of a lock delay, is tried again. */
const RETRY = 5_000

/** A lock that one can hold at a time: a key that a session owns. */
export class Lock implements Holder {
  readonly #key: string
  readonly #parts: HolderParts
  #hold: Hold | undefined

  constructor(key: string, parts: HolderParts) {
    this.#key = key
    this.#parts = parts
  }

  async acquire(signal: AbortSignal): Promise<AbortSignal | undefined> {
    const hold = await takeHold(this.#parts, {
      contend: session => this.#wait(session, signal),
      monitor: (id, until) => this.#monitor(id, until),
    })
    if (hold) this.#hold = hold
    return hold?.lost
  }

  async release(): Promise<void> {
    const hold = this.#hold
    if (!hold) throw new LockError('Lock not held')
    this.#hold = undefined
    await hold.release(async ({ id }) => {
      const query = { release: id, flags: String(LOCK_FLAGS) }
      await explained('failed to release lock', writeKey(this.#parts.client, this.#key, query))
    })
  }

  async destroy(): Promise<void> {
    const { client } = this.#parts
    const [pair] = (await explained('failed to read lock', readKey(client, this.#key))).pairs
    if (!pair) return
    if (!hasFlags(pair, LOCK_FLAGS)) throw new LockError(CONFLICT)
    if (pair.Session) throw new LockInUse('Lock in use')
    const removed = deleteKey(client, this.#key, { cas: String(pair.ModifyIndex) })
    if (!(await explained('failed to remove lock', removed))) throw new LockInUse('Lock in use')
  }

  /** Whether the session came to hold the lock. */
  async #wait({ id }: LockSession, signal: AbortSignal): Promise<boolean> {
    const { client, clock, tryFor } = this.#parts
    const deadline = new Deadline(clock, tryFor)
    let index = 0n
    for (;;) {
      const from = index
      const read = await deadline.look(signal, 'failed to read lock', wait =>
        readKey(client, this.#key, { index: from, wait, signal }),
      )
      if (!read) return false
      const [pair] = read.pairs
      if (pair && !hasFlags(pair, LOCK_FLAGS)) throw new LockError(CONFLICT)
      if (pair?.Session === id) return true
      if (pair?.Session) {
        index = read.index
        continue
      }
      const query = { acquire: id, flags: String(LOCK_FLAGS) }
      if (await explained('failed to acquire lock', writeKey(client, this.#key, query))) return true
      // Another client was faster, or there is a lock delay.
      const again = await readKey(client, this.#key)
      index = again.pairs[0]?.Session ? again.index : 0n
      if (index === 0n) await pause(clock, RETRY, signal)
    }
  }

  #monitor(id: string, until: AbortSignal): Promise<void> {
    const { client, clock, monitorRetries } = this.#parts
    const look = (options: object) => readKey(client, this.#key, options)
    return untilLost(
      { clock, retries: monitorRetries, look, isHeld: ({ pairs: [pair] }) => pair?.Session === id },
      until,
    )
  }
}

const CONFLICT = 'Existing key does not match lock use'
