import { copyOf } from '../lib/bytes.ts'
import { sharedLength } from '../lib/shared-length.ts'
import { refuse } from './errors.ts'
import type { Tx } from './store.ts'
import type { KvEntry } from '../model/rows.ts'
import type { View } from './view.ts'
import { watchedRows, watchEdge, watchRows } from './watched-prefix.ts'

/** A result and the index that a reader of it can wait for. */
export interface Read<T> {
  readonly index: number
  readonly value: T
}

const tableIndex = (view: View): number => view.max('kv', 'tombstones')

/** A missing key has the index of all KV; one that exists its own. */
export function getKey(view: View, key: string): Read<KvEntry | undefined> {
  const value = view.get('kv', key)
  return { index: value?.ModifyIndex ?? tableIndex(view), value }
}

/** The entries whose keys begin with `prefix`, in byte order. */
export function listKeys(view: View, prefix: string): Read<readonly KvEntry[]> {
  const value = view.scan('kv', prefix)
  return { index: prefixIndex(view, prefix, value), value }
}

/**
 * The keys below `prefix`, each cut behind the first `separator` that follows the prefix.
 * Consul gives a list of keys the index of all entries below, whether they were folded or not.
 */
export function listKeyNames(view: View, prefix: string, separator: string): Read<readonly string[]> {
  const keys: string[] = []
  if (prefix === '' && separator !== '') {
    // nothing but names is needed here, so what a fold covers is leapt over; the read depends on the whole table
    view.size('kv')
    for (let key = view.ceiling('kv', ''); key !== undefined;) {
      const name = foldAt(key, 0, separator)
      keys.push(name)
      key = name.endsWith(separator) ? view.ceiling('kv', afterPrefix(name)) : view.ceiling('kv', key, true)
    }
    return { index: tableIndex(view), value: keys }
  }
  const entries = view.scan('kv', prefix)
  for (const { Key } of entries) {
    const name = separator === '' ? Key : foldAt(Key, prefix.length, separator)
    if (keys.at(-1) !== name) keys.push(name)
  }
  return { index: prefixIndex(view, prefix, entries), value: keys }
}

function foldAt(key: string, from: number, separator: string): string {
  const at = key.indexOf(separator, from)
  return at < 0 ? key : key.slice(0, at + separator.length)
}

/** The smallest string greater than all that begin with `prefix`. Units are bytes, so one is always left above. */
function afterPrefix(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)
}

/** The highest index of the entries and tombstones below; without any, and for the empty prefix, that of all KV. */
function prefixIndex(view: View, prefix: string, entries: readonly KvEntry[]): number {
  let index = 0
  if (prefix !== '') {
    for (const { ModifyIndex } of entries) if (ModifyIndex > index) index = ModifyIndex
    for (const { Index } of view.untracked.scan('tombstones', prefix)) index = Math.max(index, Index)
  }
  return index > 0 ? index : tableIndex(view)
}

/**
 * What the keys begin with whose writes reach a query for a key that is not there. It learns of them in the end, and is woken only by
 * deletions that join edges, which nothing tells of afterwards.
 */
export function watchAbsentKey(view: View, key: string): string {
  const watched = watchedRows(view, 'kv', key)
  watchEdge(view, 'kv', watched)
  return watched
}

/** Lets a query wait for keys below a prefix that has none. */
export const watchAbsentKeys = (view: View, prefix: string): void => watchRows(view, 'kv', prefix)

/** The index of the last write or deletion below a prefix; 0 if there was none since `since`. */
export function lastWrite(view: View, prefix: string, since: number): number {
  const table = tableIndex(view)
  if (table <= since) return 0
  if (prefix === '') return table
  let index = 0
  for (const { ModifyIndex } of view.scan('kv', prefix)) if (ModifyIndex > index) index = ModifyIndex
  for (const { Index } of view.scan('tombstones', prefix)) if (Index > index) index = Index
  // a tree that was deleted has its tombstone above
  for (let end = 0; end < prefix.length; end++) {
    const above = view.get('tombstones', prefix.slice(0, end))
    if (above?.IsTree === true) index = Math.max(index, above.Index)
  }
  return index > since ? index : 0
}

export interface KvWrite {
  readonly Key: string
  readonly Value: string
  readonly Flags: number | bigint
}

/** Stores a value. The holder of a lock stays, its LockIndex does not. */
export function setKey(tx: Tx, write: KvWrite): KvEntry {
  const old = tx.get('kv', write.Key)
  return store(tx, old, write, 0, old?.Session ?? '')
}

/** Stores a value if the key still has this ModifyIndex; 0 stands for a key that is not there. */
export function casKey(tx: Tx, write: KvWrite, index: number | bigint): KvEntry | false {
  return sameIndex(tx.get('kv', write.Key), index) ? setKey(tx, write) : false
}

/** Takes the lock of a key for a session; false when another one has it. */
export function acquireKey(tx: Tx, write: KvWrite, session: string): KvEntry | false {
  if (session === '') throw refuse.missingSession()
  const holder = tx.get('sessions', session)
  if (!holder) throw refuse.invalidSession(session)
  const old = tx.get('kv', write.Key)
  if (old && old.Session !== '' && old.Session !== session) return false
  const lockIndex = old?.Session === session ? old.LockIndex : (old?.LockIndex ?? 0) + 1
  // the session's own text: the one that was given may be cut out of a request
  return store(tx, old, write, lockIndex, holder.ID)
}

/** Gives the lock of a key back; false when this session has it not. */
export function releaseKey(tx: Tx, write: KvWrite, session: string): KvEntry | false {
  if (session === '') throw refuse.missingSession()
  const old = tx.get('kv', write.Key)
  if (old?.Session !== session) return false
  return store(tx, old, write, old.LockIndex, '')
}

export function deleteKey(tx: Tx, key: string): void {
  const old = tx.get('kv', key)
  if (!old) return
  tx.delete('kv', key)
  bury(tx, old.Key)
}

/** Deletes a key if it still has this ModifyIndex; one that is not there counts as deleted. */
export function deleteKeyCas(tx: Tx, key: string, index: number | bigint): boolean {
  const old = tx.get('kv', key)
  if (!old) return true
  if (BigInt(old.ModifyIndex) !== BigInt(index)) return false
  deleteKey(tx, key)
  return true
}

/** Deletes all keys below a prefix, leaving one tombstone at the prefix itself. */
export function deleteTree(tx: Tx, prefix: string): void {
  if (prefix === '') return deleteEntries(tx, tx.scan('kv'))
  const keys = tx.keys('kv', prefix)
  if (keys.length === 0) return
  for (const key of keys) tx.delete('kv', key)
  bury(tx, copyOf(prefix), true)
}

/** Deletes entries that are in order of their keys. A tree of which none stays has one tombstone, as if it had been deleted as such. */
export function deleteEntries(tx: Tx, gone: readonly KvEntry[]): void {
  tx.deleteAll('kv', gone)
  const staying = tx.keys('kv')
  let at = 0
  let tree: string | undefined
  for (const { Key } of gone) {
    if (tree !== undefined && Key.startsWith(tree)) continue
    while (at < staying.length && (staying[at] as string) < Key) at++
    const shared = Math.max(sharedWith(Key, staying[at - 1]), sharedWith(Key, staying[at]))
    const empty = copyOf(Key.slice(0, shared + 1))
    // a key that others below it outlive is no tree
    tree = shared < Key.length ? empty : undefined
    bury(tx, empty, tree !== undefined)
  }
}

/** Units at which a key begins like another one; -1 where there is no other. */
const sharedWith = (key: string, other: string | undefined): number =>
  other === undefined ? -1 : sharedLength(key, other)

/** Forgets the tombstones up to an index, as Consul does after 15 minutes. */
export function reapTombstones(tx: Tx, upTo: number): void {
  for (const { Key, Index } of [...tx.scan('tombstones')]) if (Index <= upTo) tx.delete('tombstones', Key)
}

/** What the end of a session does to a key it holds. */
export function endLock(tx: Tx, entry: KvEntry, behavior: 'release' | 'delete'): void {
  if (behavior === 'delete') deleteKey(tx, entry.Key)
  else store(tx, entry, entry, entry.LockIndex, '')
}

function sameIndex(old: KvEntry | undefined, index: number | bigint): boolean {
  return BigInt(old?.ModifyIndex ?? 0) === BigInt(index)
}

function bury(tx: Tx, key: string, isTree = false): void {
  tx.put('tombstones', { Key: key, Index: tx.index, ...(isTree && { IsTree: true }) })
  tx.bump('kv', 'tombstones')
}

/** Rows are written out member by member: copying them with a spread took half of the time of a PUT inside the store. */
function store(tx: Tx, old: KvEntry | undefined, write: KvWrite, LockIndex: number, Session: string): KvEntry {
  const { Value, Flags } = write
  if (old && old.Value === Value && old.Flags === Flags && old.LockIndex === LockIndex && old.Session === Session) {
    return old
  }
  const Key = old ? old.Key : copyOf(write.Key)
  const CreateIndex = old ? old.CreateIndex : tx.index
  const entry: KvEntry = { Key, Value, Flags, LockIndex, Session, CreateIndex, ModifyIndex: tx.index }
  tx.put('kv', entry)
  tx.bump('kv')
  return entry
}
