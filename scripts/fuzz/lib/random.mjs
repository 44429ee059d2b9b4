// Chance that is the same for the same seed.
export class Random {
  constructor(seed) {
    this.state = seed >>> 0
  }

  /** For one of many things that are made independently of each other. */
  static of(...parts) {
    let hash = 2166136261
    for (const byte of Buffer.from(parts.join('/'))) hash = Math.imul(hash ^ byte, 16777619)
    return new Random(hash)
  }

  /** A whole number from 0, less than `below`. */
  int(below) {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }

  chance(one, of) {
    return this.int(of) < one
  }

  pick(items) {
    return items[this.int(items.length)]
  }

  times(below, make) {
    return Array.from({ length: this.int(below) }, make)
  }
}
