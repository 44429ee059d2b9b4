import fc from 'fast-check'
import { expect, it } from 'vitest'
import { contentHash } from '../../../../src/state/config-entries/content-hash.ts'

/** FNV-1a as it is written down, by words of 32 bits and then by bytes. */
function fnv(text: string): bigint {
  let hash = 14695981039346656037n
  const mix = (value: number): void => {
    hash = ((hash ^ BigInt(value)) * 1099511628211n) & 0xffffffffffffffffn
  }
  const bytes = Buffer.from(text)
  const whole = bytes.length - (bytes.length % 4)
  for (let i = 0; i < whole; i += 4) mix(bytes.readUInt32LE(i))
  for (const byte of bytes.subarray(whole)) mix(byte)
  return hash
}

it('is FNV-1a of the JSON of what is shown', () => {
  expect(contentHash('')).toBe(fnv('""'))
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => contentHash({ text }) === fnv(JSON.stringify({ text }))),
  )
})

it('tells numbers apart that JavaScript does not', () => {
  expect(contentHash({ at: 2n ** 63n })).not.toBe(contentHash({ at: 2n ** 63n + 1n }))
})
