import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toJson } from '../../../../src/go/json.ts'
import { contentHash } from '../../../../src/state/config-entries/content-hash.ts'

/** FNV-1a as it is written down. */
function fnv(text: string): bigint {
  let hash = 14695981039346656037n
  for (const byte of Buffer.from(text)) hash = ((hash ^ BigInt(byte)) * 1099511628211n) & 0xffffffffffffffffn
  return hash
}

it('is FNV-1a of the JSON of what is shown', () => {
  expect(contentHash('')).toBe(fnv('""'))
  fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), text => contentHash({ text }) === fnv(toJson({ text }))))
})
