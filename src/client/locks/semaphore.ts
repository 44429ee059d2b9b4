import { JsonError, parseJson } from '../../go/json.ts'
import { Deadline, type Holder, type HolderParts, LockError, LockInUse, explained } from './holder.ts'
import { deleteKey, hasFlags, type Pair, type PairsRead, readKey, readPrefix, writeKey } from './kv.ts'
import { type Hold, takeHold } from './hold.ts'
import { untilLost } from './monitor.ts'
import type { LockSession } from './session.ts'

/** Marks a key as one of a semaphore. */
const SEMAPHORE_FLAGS = 0xe0f69a2baa414de0n

/** What the key of a semaphore holds. */
interface Holders {
  Limit: number
  Holders: Record<string, boolean>
}

/** A lock that a limited number can hold at a time: a key with the holders, and one of each that wants to be. */
export class Semaphore implements Holder {
  readonly #prefix: string
  readonly #limit: number
  readonly #parts: HolderParts
  #hold: Hold | undefined

  constructor(prefix: string, limit: number, parts: HolderParts) {
    this.#prefix = prefix
    this.#limit = limit
    this.#parts = parts
  }

  async acquire(signal: AbortSignal): Promise<AbortSignal | undefined> {
    const hold = await takeHold(this.#parts, {
      // removes the key of a contender that is gone
      behavior: 'delete',
      contend: async session => {
        const query = { acquire: session.id, flags: String(SEMAPHORE_FLAGS) }
        const wanted = writeKey(this.#parts.client, this.#keyOf(session.id), query)
        if (!(await explained(NO_CONTENDER, wanted))) throw new LockError(`${NO_CONTENDER}: <nil>`)
        return this.#wait(session, signal)
      },
      monitor: (id, until) => this.#monitor(id, until),
    })
    if (hold) this.#hold = hold
    return hold?.lost
  }

  async release(): Promise<void> {
    const { client } = this.#parts
    const hold = this.#hold
    if (!hold) throw new LockError('Semaphore not held')
    this.#hold = undefined
    await hold.release(async ({ id }) => {
      for (;;) {
        const [pair] = (await readKey(client, this.#lockKey)).pairs
        const holders = this.#decode(pair)
        if (!(id in holders.Holders)) break
        delete holders.Holders[id]
        if (await this.#update(holders, pair)) break
      }
      await deleteKey(client, this.#keyOf(id))
    })
  }

  async destroy(): Promise<void> {
    const { client } = this.#parts
    const { pairs } = await explained('failed to read prefix', readPrefix(client, this.#prefix))
    const pair = this.#find(pairs)
    if (!pair) return
    const holders = this.#decode(pair)
    prune(holders, pairs)
    if (Object.keys(holders.Holders).length > 0) throw new LockInUse('Semaphore in use')
    const removed = deleteKey(client, this.#lockKey, { cas: String(pair.ModifyIndex) })
    if (!(await explained('failed to remove semaphore', removed))) throw new LockInUse('Semaphore in use')
  }

  get #lockKey(): string {
    return this.#keyOf('.lock')
  }

  #keyOf(name: string): string {
    return joinPath(this.#prefix, name)
  }

  /** Whether the session came to be one of the holders. */
  async #wait({ id }: LockSession, signal: AbortSignal): Promise<boolean> {
    const { client, clock, tryFor } = this.#parts
    const deadline = new Deadline(clock, tryFor)
    let index = 0n
    for (;;) {
      const from = index
      const read = await deadline.look(signal, 'failed to read prefix', wait =>
        readPrefix(client, this.#prefix, { index: from, wait, signal }),
      )
      if (!read) return false
      const pair = this.#find(read.pairs)
      const holders = this.#decode(pair)
      if (holders.Limit !== this.#limit) {
        throw new LockError(`semaphore limit conflict (lock: ${holders.Limit}, local: ${this.#limit})`)
      }
      prune(holders, read.pairs)
      if (Object.keys(holders.Holders).length >= holders.Limit) {
        index = read.index
        continue
      }
      holders.Holders[id] = true
      if (await this.#update(holders, pair)) return true
    }
  }

  /** Writes the holders, unless they have changed since `pair` was read. */
  #update(holders: Holders, pair: Pair | undefined): Promise<boolean> {
    const names = Object.keys(holders.Holders).toSorted()
    const value = { Limit: holders.Limit, Holders: Object.fromEntries(names.map(name => [name, true])) }
    const query = { cas: String(pair?.ModifyIndex ?? 0), flags: String(SEMAPHORE_FLAGS) }
    const written = writeKey(this.#parts.client, this.#lockKey, query, JSON.stringify(value))
    return explained('failed to update lock', written)
  }

  #find(pairs: readonly Pair[]): Pair | undefined {
    const pair = pairs.find(({ Key }) => Key === this.#lockKey)
    if (pair && !hasFlags(pair, SEMAPHORE_FLAGS)) throw new LockError('Existing key does not match semaphore use')
    return pair
  }

  #decode(pair: Pair | undefined): Holders {
    if (!pair || pair.Value === null) return { Limit: this.#limit, Holders: {} }
    return decodeHolders(Buffer.from(pair.Value, 'base64').toString())
  }

  #monitor(id: string, until: AbortSignal): Promise<void> {
    const { client, clock, monitorRetries } = this.#parts
    const look = (options: object) => readPrefix(client, this.#prefix, options)
    const isHeld = ({ pairs }: PairsRead): boolean => {
      const holders = this.#decode(this.#find(pairs))
      prune(holders, pairs)
      return id in holders.Holders
    }
    return untilLost({ clock, retries: monitorRetries, look, isHeld }, until)
  }
}

const NO_CONTENDER = 'failed to make contender entry'

function decodeHolders(text: string): Holders {
  let given: unknown
  try {
    given = parseJson(text)
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    throw new LockError(`lock decoding failed: ${error.message}`, { cause: error })
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new LockError(
      `lock decoding failed: json: cannot unmarshal ${goKind(given)} into Go value of type api.semaphoreLock`,
    )
  }
  const { Limit = 0, Holders = {} } = given as Partial<Holders>
  if (typeof Limit !== 'number') throw new LockError(wrongField(Limit, 'Limit', 'int'))
  if (typeof Holders !== 'object' || Array.isArray(Holders)) {
    throw new LockError(wrongField(Holders, 'Holders', 'map[string]bool'))
  }
  return { Limit, Holders: { ...Holders } }
}

const wrongField = (value: unknown, field: string, type: string): string =>
  `lock decoding failed: json: cannot unmarshal ${goKind(value)} into Go struct field semaphoreLock.${field} of type ${type}`

function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

/** Forgets the holders whose sessions are gone: those own no key any more. */
function prune({ Holders }: Holders, pairs: readonly Pair[]): void {
  const alive = new Set(pairs.map(({ Session }) => Session))
  for (const id of Object.keys(Holders)) if (!alive.has(id)) delete Holders[id]
}

/** Go's path.Join of two: no empty parts, no doubled slashes, dots resolved. */
export function joinPath(prefix: string, name: string): string {
  const rooted = prefix.startsWith('/')
  const parts: string[] = []
  for (const part of `${prefix}/${name}`.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (!rooted) parts.push(part)
  }
  return (rooted ? '/' : '') + parts.join('/')
}
