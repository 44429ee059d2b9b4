import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolders } from '../lib/make-folders.ts'
import { isObject } from '../lib/equal.ts'
import { errorText } from '../lib/error-text.ts'

/** Where Consul keeps the keys of a data folder. */
const FILE = 'serf/local.keyring'
const SIZES: ReadonlySet<number> = new Set([16, 24, 32])

export const KEYRING_CHANGES = ['install', 'use', 'remove'] as const
export type KeyringChange = (typeof KEYRING_CHANGES)[number]

/** A change of a key; `list` asks for the keys. */
export type KeyringRequest = { readonly do: 'list' } | { readonly do: KeyringChange; readonly key: string }

/** What an agent says: the keys that it has then, the one in use first, or why it refuses. */
export interface KeyringAnswer {
  readonly keys: readonly string[]
  readonly reason?: string | undefined
}

/** Has an agent change or tell its keys; undefined when it does not answer. */
export type AskKeyring = (request: KeyringRequest) => Promise<KeyringAnswer | undefined>

/** The keys that agents of a cluster share, the one that is used first. Methods give the reason of a refusal. */
export class Keyring {
  readonly #file: string | undefined
  #keys: readonly string[]

  /** `key`: that of the configuration; what the data folder has wins over it. Without a folder nothing is kept. */
  constructor(key: string | undefined, dataDir: string | undefined) {
    this.#file = dataDir === undefined ? undefined : join(dataDir, FILE)
    this.#keys = this.#stored() ?? (key === undefined ? [] : [key])
  }

  /** Writes the keys into the data folder, where there are any. Not before the folder is known to be ours. */
  keep(): void {
    if (this.#keys.length > 0) this.#take(this.#keys)
  }

  get keys(): readonly string[] {
    return this.#keys
  }

  answer(request: KeyringRequest): KeyringAnswer {
    try {
      const reason = this.#refuses(request)
      return { keys: this.#keys, reason }
    } catch (error) {
      return { keys: this.#keys, reason: errorText(error) }
    }
  }

  #refuses(request: KeyringRequest): string | undefined {
    const isEmpty = this.#keys.length === 0
    if (request.do === 'list') return isEmpty ? 'Keyring is empty (encryption not enabled)' : undefined
    return isEmpty ? 'No keyring to modify (encryption not enabled)' : this[request.do](request.key)
  }

  install(key: string): string | undefined {
    if (!SIZES.has(Buffer.from(key, 'base64').length)) return 'key size must be 16, 24 or 32 bytes'
    if (!this.#keys.includes(key)) this.#take([...this.#keys, key])
    return undefined
  }

  use(key: string): string | undefined {
    if (!this.#keys.includes(key)) return 'Requested key is not in the keyring'
    this.#take([key, ...this.#keys.filter(other => other !== key)])
    return undefined
  }

  remove(key: string): string | undefined {
    if (this.#keys[0] === key) return 'Removing the primary key is not allowed'
    this.#take(this.#keys.filter(other => other !== key))
    return undefined
  }

  #take(keys: readonly string[]): void {
    this.#keys = keys
    if (this.#file === undefined) return
    makeFolders(dirname(this.#file))
    writeFileSync(this.#file, JSON.stringify(keys), { mode: 0o600 })
  }

  #stored(): readonly string[] | undefined {
    if (this.#file === undefined) return undefined
    try {
      const keys: unknown = JSON.parse(readFileSync(this.#file, 'utf8'))
      return Array.isArray(keys) && keys.length > 0 && !keys.some(isObject) ? (keys as string[]) : undefined
    } catch {
      return undefined
    }
  }
}
