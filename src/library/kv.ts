import type { Agent } from '../agent/agent.ts'
import { putKey, type PutMode } from '../api/operations/put-key.ts'
import { refusal } from '../api/refusals.ts'
import { bytesToString, decodeText, encodeText, stringToBytes } from '../lib/bytes.ts'
import { deleteKey, deleteKeyCas, deleteTree, listKeyNames, listKeys } from '../state/kv.ts'
import type { KvEntry } from '../model/rows.ts'
import { kvArguments } from './argument-kinds.ts'
import { withCheckedCalls } from './check.ts'
import { translateRefusals, refused } from './refusal.ts'
import type { KvPair } from './rows.ts'
import { exactNumber, MAX_UINT64 } from '../go/integers.ts'

/** Text (as UTF-8) or bytes. */
export type KvValue = string | Uint8Array

/**
 * The key/value store. Each write is one commit: it raises the index and wakes blocking queries.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/kv
 */
export interface Kv {
  /**
   * Returns a key with its metadata, or undefined if it does not exist.
   *
   * @example consul.kv.get('app/config')?.ModifyIndex
   */
  get(key: string): KvPair | undefined
  /**
   * Returns the value as text: undefined if the key does not exist, '' for an empty value.
   *
   * @example expect(consul.kv.getText('app/config')).toBe('on')
   */
  getText(key: string): string | undefined
  /**
   * Returns all keys with a prefix, in byte order. Default: every key.
   *
   * @example consul.kv.list('app/').map(pair => pair.Key)
   */
  list(prefix?: string): readonly KvPair[]
  /**
   * Returns the names of keys. With a separator, each is cut after the first separator behind the prefix and listed once.
   *
   * @example consul.kv.keys('app/', '/')
   */
  keys(prefix?: string, separator?: string): readonly string[]
  /**
   * Stores a value. `flags` is an unsigned 64-bit integer (default 0: as over HTTP, a write without flags resets them). With `cas`, the
   * value is stored only if the key has that ModifyIndex; 0 means that the key must not exist. Returns false if `cas` did not match.
   * Throws `MC_ERR_REFUSED` for an empty key, flags out of range (500) and a value larger than 512 KiB (413).
   *
   * @example consul.kv.put('app/config', 'on', { flags: 42 })
   */
  put(key: string, value: KvValue, options?: { readonly flags?: number | bigint; readonly cas?: number }): boolean
  /**
   * Acquires the lock of a key for a session. Returns false if another session holds it, or lost it less than its lock delay ago.
   * Without a value the key keeps its value (over HTTP, acquiring without a body empties it). Throws `MC_ERR_REFUSED` (500) if the
   * session does not exist.
   *
   * @example consul.kv.acquire('leader', consul.session.create(), 'me')
   */
  acquire(key: string, session: string, value?: KvValue): boolean
  /**
   * Releases the lock of a key. Returns false if the session does not hold it. Without a value the key keeps its value (over HTTP,
   * releasing without a body empties it).
   *
   * @example consul.kv.release('leader', session)
   */
  release(key: string, session: string, value?: KvValue): boolean
  /**
   * Deletes a key; with `recurse`, all keys with that prefix; with `cas`, only if the key has that ModifyIndex. Returns false if `cas`
   * did not match; deleting a key that does not exist succeeds. Throws `MC_ERR_REFUSED` (400) for an empty key without `recurse`.
   *
   * @example consul.kv.delete('app/', { recurse: true })
   */
  delete(key: string, options?: { readonly recurse?: boolean; readonly cas?: number }): boolean
}

/** The key/value store of an agent, without HTTP. */
export function directKv(agent: Agent): Kv {
  const find = (key: string): KvEntry | undefined => agent.store.view.get('kv', encodeText(key))
  const put = (what: string, key: string, value: KvValue, flags: number | bigint, mode: PutMode): boolean =>
    translateRefusals(`${what} key ${key}`, () => {
      if (key === '') throw refusal.missing('key name')
      const write = { Key: encodeText(key), Value: bytesOf(value), Flags: uint64(flags) }
      const limit = agent.settings.limits.kvMaxValueSize
      if (write.Value.length > limit) throw refusal.tooLarge(write.Value.length, limit, 'kv_max_value_size')
      return putKey(agent, write, mode)
    })
  /** Without a given value a lock keeps the one that is stored. */
  const lock = (what: 'acquire' | 'release', key: string, session: string, value: KvValue | undefined): boolean => {
    const old = find(key)
    const stored = value ?? (old ? stringToBytes(old.Value) : '')
    return put(what, key, stored, old && value === undefined ? old.Flags : 0, { kind: what, session })
  }
  return withCheckedCalls('kv', kvArguments, {
    get(key) {
      const entry = find(key)
      return entry && pairOf(entry)
    },
    getText(key) {
      const entry = find(key)
      return entry && decodeText(entry.Value)
    },
    list: (prefix = '') => listKeys(agent.store.view, encodeText(prefix)).value.map(pairOf),
    keys: (prefix = '', separator = '') =>
      listKeyNames(agent.store.view, encodeText(prefix), encodeText(separator)).value.map(decodeText),
    put: (key, value, { flags = 0, cas } = {}) =>
      put('put', key, value, flags, cas === undefined ? { kind: 'set' } : { kind: 'cas', index: cas }),
    acquire: (key, session, value) => lock('acquire', key, session, value),
    release: (key, session, value) => lock('release', key, session, value),
    delete(key, { recurse = false, cas } = {}) {
      const bytes = encodeText(key)
      if (key === '' && !recurse) throw refused('delete a key', 400, 'Missing key name')
      if (recurse && cas !== undefined)
        throw refused(`delete key ${key}`, 400, `Conflicting flags: cas=${cas}&recurse=\n`)
      return agent.store.write(tx => {
        if (recurse) deleteTree(tx, bytes)
        else if (cas === undefined) deleteKey(tx, bytes)
        else return deleteKeyCas(tx, bytes, cas)
        return true
      })
    },
  })
}

/** The binary string that the state keeps. */
export const bytesOf = (value: KvValue): string =>
  typeof value === 'string' ? encodeText(value) : bytesToString(value)

/** As the state keeps it: a bigint only beyond 2^53. Refuses what is no unsigned 64-bit number as Consul does. */
export function uint64(value: number | bigint): number | bigint {
  if (typeof value === 'number' ? !Number.isInteger(value) || value < 0 : value < 0n)
    throw refusal.notAnInteger(String(value))
  const exact = BigInt(value)
  if (exact > MAX_UINT64) throw refusal.notAnInteger(String(value), 'value out of range')
  return exactNumber(exact)
}

function pairOf(entry: KvEntry): KvPair {
  return {
    Key: decodeText(entry.Key),
    Value: new Uint8Array(stringToBytes(entry.Value)),
    Flags: entry.Flags,
    LockIndex: entry.LockIndex,
    ...(entry.Session !== '' && { Session: entry.Session }),
    CreateIndex: entry.CreateIndex,
    ModifyIndex: entry.ModifyIndex,
  }
}
