/** Whether two plain values (as JSON has them, bigints besides) are the same, however their members are ordered. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  for (const key of keys) {
    if (!Object.hasOwn(b, key)) return false
    if (!equal((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key])) return false
  }
  return true
}

const INDEXES: readonly string[] = ['CreateIndex', 'ModifyIndex']

/** Whether two rows of one table are the same but for their places in the log, and for members that do not count. */
export function sameRow<T extends object>(a: T, b: T, except: readonly (keyof T & string)[] = []): boolean {
  for (const key in b) if (!Object.hasOwn(a, key) && counts(key, except)) return false
  for (const key in a) {
    if (counts(key, except) && !(Object.hasOwn(b, key) && equal(a[key], b[key]))) return false
  }
  return true
}

const counts = (key: string, except: readonly string[]): boolean => !INDEXES.includes(key) && !except.includes(key)

/** Whether a value is an object as JSON has them: no array, no null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether two lists hold the same objects. */
export const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i])
