import { expect, test } from 'vitest'
import { decodeBase64 } from '../../../src/go/base64.ts'

test.each([
  ['', '', undefined],
  ['aGk=', 'hi', undefined],
  ['aGkhaGk=', 'hi!hi', undefined],
  ['aG==', 'h', undefined],
  ['aG\nk=\n', 'hi', undefined],
  ['%%%', '', 0],
  ['aGk', '', 0],
  ['aG k=', '', 2],
  ['aGkhaGk', 'hi!', 4],
  ['aGkhaG%k', 'hi!', 6],
  ['aG=h', '', 2],
  ['a===', '', 1],
  ['aGk=x', 'hi', 4],
  ['aGk==', 'hi', 4],
  ['aG=', '', 3],
])('%j', (text, decoded, corruptAt) => {
  const result = decodeBase64(text)
  expect({ text: Buffer.from(result.bytes).toString(), corruptAt: result.corruptAt }).toEqual({
    text: decoded,
    corruptAt,
  })
})
