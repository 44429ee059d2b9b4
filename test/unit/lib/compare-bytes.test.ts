import { expect, test } from 'vitest'
import { compareBytes } from '../../../src/lib/compare-bytes.ts'

test('texts are ordered as the bytes of their UTF-8 are', () => {
  const texts = ['', 'a', 'aa', 'b', 'Z', 'é', '\ue000', '\uffff', '😀', 'a😀', 'a\ufffd', '10', '2', '-']
  const byBytes = texts.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  expect(texts.toSorted(compareBytes)).toEqual(byBytes)
})
