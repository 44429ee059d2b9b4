import { toJson } from '../../go/json.ts'

const OFFSET = 14695981039346656037n
const PRIME = 1099511628211n
const MASK = (1n << 64n) - 1n

/** FNV-1a of what an entry shows: other content, another number. */
export function contentHash(shown: unknown): bigint {
  let hash = OFFSET
  for (const byte of Buffer.from(toJson(shown))) hash = ((hash ^ BigInt(byte)) * PRIME) & MASK
  return hash
}
