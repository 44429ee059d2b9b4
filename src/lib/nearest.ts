/** The candidate that a mistyped name was probably meant to be; undefined where none is near. Case counts for little. */
export function nearest(given: string, candidates: readonly string[]): string | undefined {
  const name = given.toLowerCase()
  let best: string | undefined
  let smallest = Math.max(1, Math.floor(given.length / 3)) + 1
  for (const candidate of candidates) {
    const distance = editDistance(name, candidate.toLowerCase(), smallest)
    if (distance < smallest) [best, smallest] = [candidate, distance]
  }
  return best
}

/** Insertions, deletions, replacements and swaps of neighbours from one to the other; no less than `limit` where it is that far. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let before: readonly number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwapped ? (before[j - 2] ?? 0) + 1 : limit
      next.push(Math.min(replaced, swapped, (next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[b.length] ?? limit
}
