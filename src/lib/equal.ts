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

/** Whether two rows are the same but for their places in the log. */
export function sameRow(a: object, b: object): boolean {
  const plain = (row: object): object => ({ ...row, CreateIndex: 0, ModifyIndex: 0 })
  return equal(plain(a), plain(b))
}

/** Whether a value is an object as JSON has them: no array, no null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
