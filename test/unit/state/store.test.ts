import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as kv from '../../../src/state/kv.ts'
import { Store } from '../../../src/state/store.ts'
import type { View } from '../../../src/state/view.ts'

const set = (store: Store, Key: string, Value = 'v'): void => {
  store.write(tx => kv.setKey(tx, { Key, Value, Flags: 0 }))
}

/** Whether a read is woken by a write. */
function wakes(store: Store, read: (view: View) => unknown, write: () => void): boolean {
  let woken = false
  const { watchSet } = store.readTracked(read)
  const stop = watchSet.onChange(() => (woken = true))
  write()
  stop()
  return woken
}

describe('write', () => {
  it('raises the index by one for everything in a transaction', () => {
    const store = new Store()
    store.write(tx => {
      kv.setKey(tx, { Key: 'a', Value: '1', Flags: 0 })
      kv.setKey(tx, { Key: 'b', Value: '2', Flags: 0 })
    })
    expect(store.index).toBe(1)
    expect([...store.view.scan('kv')].map(row => row.ModifyIndex)).toEqual([1, 1])
  })

  it('does not raise the index when nothing changed', () => {
    const store = new Store()
    set(store, 'a')
    set(store, 'a')
    expect(store.index).toBe(1)
  })

  it('leaves nothing behind when it throws', () => {
    const store = new Store()
    set(store, 'a', 'old')
    const before = store.snapshot()
    expect(() =>
      store.write(tx => {
        kv.setKey(tx, { Key: 'a', Value: 'new', Flags: 0 })
        kv.setKey(tx, { Key: 'b', Value: 'new', Flags: 0 })
        kv.deleteTree(tx, '')
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(store.snapshot()).toEqual(before)
  })

  it('refuses a transaction inside a transaction', () => {
    const store = new Store()
    expect(() => store.write(() => store.write(() => 1))).toThrow('already open')
    set(store, 'still-works')
    expect(store.index).toBe(1)
  })

  it('freezes rows', () => {
    const store = new Store()
    set(store, 'a')
    expect(Object.isFrozen(store.view.get('kv', 'a'))).toBe(true)
  })
})

describe('waiting', () => {
  it('wakes a reader of a key by a change of that key only', () => {
    const store = new Store()
    const read = (view: View): unknown => kv.getKey(view, 'a/b')
    expect(wakes(store, read, () => set(store, 'a'))).toBe(false)
    expect(wakes(store, read, () => set(store, 'a/b/c'))).toBe(false)
    expect(wakes(store, read, () => set(store, 'a/b'))).toBe(true)
    expect(wakes(store, read, () => set(store, 'a/b'))).toBe(false)
  })

  it('wakes a reader of a prefix by changes below it', () => {
    const store = new Store()
    const read = (view: View): unknown => kv.listKeys(view, 'a/')
    expect(wakes(store, read, () => set(store, 'a'))).toBe(false)
    expect(wakes(store, read, () => set(store, 'b/c'))).toBe(false)
    expect(wakes(store, read, () => set(store, 'a/b'))).toBe(true)
    expect(wakes(store, read, () => store.write(tx => kv.deleteTree(tx, '')))).toBe(true)
  })

  it('keeps no trace of readers that stopped waiting', () => {
    const store = new Store()
    let woken = 0
    for (let i = 0; i < 100; i++) {
      const { watchSet } = store.readTracked(view => kv.listKeys(view, `p${i}/`))
      watchSet.onChange(() => woken++)()
    }
    set(store, 'p1/a')
    expect(woken).toBe(0)
  })

  it('wakes all others when a listener or a watcher throws, and reports what was thrown', () => {
    const errors: unknown[] = []
    const store = new Store(error => errors.push(error))
    const heard: string[] = []
    const failing = (what: string) => (): never => {
      throw new Error(what)
    }
    store.onCommit(failing('listener'))
    store.onCommit(() => heard.push('listener'))
    const { watchSet } = store.readTracked(view => kv.getKey(view, 'a'))
    watchSet.onChange(failing('watcher'))
    watchSet.onChange(restored => heard.push(`watcher ${String(restored)}`))
    set(store, 'a')
    expect(heard).toEqual(['listener', 'watcher false'])
    expect(errors.map(String)).toEqual(['Error: listener', 'Error: watcher'])
    store.restore(store.snapshot())
    expect(heard).toEqual(['listener', 'watcher false', 'listener', 'watcher true'])
    expect(store.index).toBe(2)
  })

  it('wakes all waiters on a restore, and says that it was one', () => {
    const store = new Store()
    set(store, 'a')
    const snapshot = store.snapshot()
    let restored: boolean | undefined
    const { watchSet } = store.readTracked(view => kv.getKey(view, 'elsewhere'))
    watchSet.onChange(r => (restored = r))
    store.restore(snapshot)
    expect(restored).toBe(true)
  })
})

describe('snapshot and restore', () => {
  it('brings back rows with their indexes, and never lets the index fall', () => {
    const store = new Store()
    set(store, 'a', '1')
    const snapshot = store.snapshot()
    set(store, 'a', '2')
    set(store, 'b', '3')
    store.restore(snapshot)
    expect(kv.getKey(store.view, 'a')).toEqual({ index: 1, value: expect.objectContaining({ Value: '1' }) })
    expect(store.view.get('kv', 'b')).toBeUndefined()
    expect(store.index).toBeGreaterThan(2)
  })
})

describe('listing keys', () => {
  const keys = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', '/', 'ü'), minLength: 1, maxLength: 6 }), {
    maxLength: 40,
  })
  const fold = (all: readonly string[], prefix: string, separator: string): string[] => {
    const names: string[] = []
    for (const key of all.filter(k => k.startsWith(prefix)).sort((a, b) => (a < b ? -1 : 1))) {
      const at = separator === '' ? -1 : key.indexOf(separator, prefix.length)
      const name = at < 0 ? key : key.slice(0, at + separator.length)
      if (names.at(-1) !== name) names.push(name)
    }
    return names
  }

  it('folds at the separator as a plain walk over all keys does', () => {
    fc.assert(
      fc.property(
        keys,
        fc.constantFrom('', 'a', 'a/', 'b'),
        fc.constantFrom('', '/', 'a', '//'),
        (all, prefix, separator) => {
          const store = new Store()
          for (const key of all) set(store, key)
          expect(kv.listKeyNames(store.view, prefix, separator).value).toEqual(fold(all, prefix, separator))
        },
      ),
    )
  })
})
