/** The middle one; of an even number the mean of the two in the middle. */
export function median(values) {
  if (values.length === 0) return Number.NaN
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

/** The smallest value that the share `p` of all does not exceed. */
export function percentile(values, p) {
  if (values.length === 0) return Number.NaN
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * p) - 1)]
}

export function summary(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) }
}

/** Quotients of what was measured in the same round. */
export function quotients(values, others) {
  return values.slice(0, others.length).map((value, round) => value / others[round])
}

/** A shuffle of its own that is the same in every run: mulberry32. */
export function seeded(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
