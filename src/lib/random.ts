import { nodeCrypto } from './node-crypto.ts'

/** Chance that can be repeated: ids, shuffles and jitter all come from one seeded source. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** An integer in [0, below). */
  int(below: number): number
  /** A random UUID (version 4 form). */
  uuid(): string
  /** Shuffles in place and returns the same array. */
  shuffle<T>(items: T[]): T[]
}

/** xoshiro128**, seeded through splitmix32: small, fast, good enough for everything but secrets. */
export function seededRandom(seed: number): Random {
  let s = seed >>> 0
  const mix = (): number => {
    s = (s + 0x9e3779b9) >>> 0
    let z = s
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
  let [a, b, c, d] = [mix(), mix(), mix(), mix()]
  const u32 = (): number => {
    const x = Math.imul(b, 5)
    const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0
    const t = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = (d << 11) | (d >>> 21)
    return result
  }
  const hex = (n: number): string => n.toString(16).padStart(8, '0')
  const random: Random = {
    next: () => u32() / 2 ** 32,
    int: below => Math.floor((u32() / 2 ** 32) * below),
    uuid() {
      const h =
        hex(u32()) +
        hex(((u32() & 0xffff0fff) | 0x4000) >>> 0) +
        hex(((u32() & 0x3fffffff) | 0x80000000) >>> 0) +
        hex(u32())
      return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`
    },
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = random.int(i + 1)
        const swap = items[i] as (typeof items)[number]
        items[i] = items[j] as (typeof items)[number]
        items[j] = swap
      }
      return items
    },
  }
  return random
}

/** An arbitrary seed. */
export const arbitrarySeed = (): number => Math.floor(Math.random() * 2 ** 32)

/** Unpredictable bytes: for keys, and never for what must be repeatable. */
export function secretBytes(length: number): Uint8Array {
  return nodeCrypto().randomBytes(length)
}
