/** Takes out of a list what is not needed for `stillFails`, halves first, then single items. */
export async function shrink<T>(
  items: readonly T[],
  stillFails: (items: readonly T[]) => Promise<boolean>,
): Promise<T[]> {
  let current = [...items]
  for (let size = Math.ceil(current.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < current.length;) {
      const without = [...current.slice(0, at), ...current.slice(at + size)]
      if (without.length < current.length && (await stillFails(without))) current = without
      else at += size
    }
  }
  return current
}
