/** One key of the model. */
export interface ModelKey {
  readonly value: string
  readonly flags: number
  readonly lockIndex: number
  readonly session: string | undefined
  readonly createIndex: number
  readonly modifyIndex: number
}

/** One operation on a key, by the verbs of transactions. */
export type Operation =
  | { readonly verb: 'set'; readonly key: string; readonly value: string; readonly flags: number }
  | { readonly verb: 'cas'; readonly key: string; readonly value: string; readonly index: number }
  | { readonly verb: 'lock' | 'unlock'; readonly key: string; readonly value: string; readonly session: string }
  | { readonly verb: 'delete' | 'delete-tree' | 'get' | 'check-not-exists'; readonly key: string }
  | { readonly verb: 'delete-cas' | 'check-index'; readonly key: string; readonly index: number }

/**
 * The key/value store and its sessions as the documentation tells of them, in the plainest way: a map, and a function for each
 * verb. It knows nothing of watches, caches and tables, so that it can be wrong in other ways only than what it is compared with.
 */
export class KvModel {
  keys = new Map<string, ModelKey>()
  readonly #sessions = new Map<string, 'release' | 'delete'>()
  /** The index of the last commit, as far as keys go. */
  index: number

  constructor(index: number) {
    this.index = index
  }

  /** Runs one operation at index + 1; false when its condition did not hold. Whether it changed anything is told by `changed`. */
  run(operation: Operation): boolean {
    const before = this.keys
    this.keys = new Map(before)
    const done = this.#apply(operation, this.index + 1)
    if (!done) this.keys = before
    else if (differs(before, this.keys)) this.index++
    return done
  }

  /** Runs all operations as one, or none. */
  transact(operations: readonly Operation[]): boolean {
    const before = this.keys
    this.keys = new Map(before)
    const done = operations.every(operation => this.#apply(operation, this.index + 1))
    if (!done) this.keys = before
    else if (differs(before, this.keys)) this.index++
    return done
  }

  startSession(id: string, behavior: 'release' | 'delete'): void {
    this.#sessions.set(id, behavior)
    this.index++
  }

  /** Ends a session: what it holds is released or removed, in the same commit. */
  endSession(id: string): void {
    const behavior = this.#sessions.get(id)
    if (behavior === undefined) return
    this.#sessions.delete(id)
    this.index++
    const keys = new Map(this.keys)
    for (const [key, row] of this.keys) {
      if (row.session !== id) continue
      if (behavior === 'delete') keys.delete(key)
      else keys.set(key, { ...row, session: undefined, modifyIndex: this.index })
    }
    this.keys = keys
  }

  #apply(operation: Operation, index: number): boolean {
    const { key } = operation
    const row = this.keys.get(key)
    switch (operation.verb) {
      case 'set':
        this.#put(key, operation.value, operation.flags, index)
        return true
      case 'cas':
        if ((row?.modifyIndex ?? 0) !== operation.index) return false
        this.#put(key, operation.value, 0, index)
        return true
      case 'lock':
        return this.#lock(key, operation.value, operation.session, index)
      case 'unlock':
        if (row?.session !== operation.session) return false
        this.keys.set(key, { ...row, value: operation.value, flags: 0, session: undefined, modifyIndex: index })
        return true
      case 'delete':
        this.keys.delete(key)
        return true
      case 'delete-tree':
        for (const name of [...this.keys.keys()]) if (name.startsWith(key)) this.keys.delete(name)
        return true
      case 'delete-cas':
        // what is not there is as good as removed
        if (row !== undefined && row.modifyIndex !== operation.index) return false
        this.keys.delete(key)
        return true
      case 'get':
        return row !== undefined
      case 'check-index':
        return row !== undefined && row.modifyIndex === operation.index
      case 'check-not-exists':
        return row === undefined
    }
  }

  #put(key: string, value: string, flags: number, index: number): void {
    const row = this.keys.get(key)
    // a plain write forgets how often the key was locked, and counts as a change for that alone
    if (row?.value === value && row.flags === flags && row.lockIndex === 0) return
    this.keys.set(key, {
      value,
      flags,
      lockIndex: 0,
      session: row?.session,
      createIndex: row?.createIndex ?? index,
      modifyIndex: index,
    })
  }

  #lock(key: string, value: string, session: string, index: number): boolean {
    const row = this.keys.get(key)
    if (!this.#sessions.has(session)) return false
    if (row?.session !== undefined && row.session !== session) return false
    const again = row?.session === session
    if (again && row.value === value && row.flags === 0) return true
    this.keys.set(key, {
      value,
      flags: 0,
      lockIndex: (row?.lockIndex ?? 0) + (again ? 0 : 1),
      session,
      createIndex: row?.createIndex ?? index,
      modifyIndex: index,
    })
    return true
  }
}

/** Rows are never changed in place, so that comparing them by identity is enough. */
function differs(before: ReadonlyMap<string, ModelKey>, after: ReadonlyMap<string, ModelKey>): boolean {
  if (before.size !== after.size) return true
  for (const [key, row] of after) if (before.get(key) !== row) return true
  return false
}
