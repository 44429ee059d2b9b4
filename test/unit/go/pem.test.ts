import { expect, test } from 'vitest'
import { firstPemBlock } from '../../../src/go/pem.ts'

const block = (body: string, type = 'X', end = type): string => `-----BEGIN ${type}-----\n${body}-----END ${end}-----\n`
const found = (text: string): string | undefined => {
  const { type, bytes } = firstPemBlock(text) ?? {}
  return bytes && `${type} ${Buffer.from(bytes).toString('hex')}`
}

test.each([
  ['a block', block('MAA=\n'), 'X 3000'],
  ['an empty block', block(''), 'X '],
  ['headers before the data', block('A: b\nC: d\n\nMAA=\n'), 'X 3000'],
  ['lines of Windows', block('MAA=\n').replaceAll('\n', '\r\n'), 'X 3000'],
  ['no line end at last', block('MAA=\n').trimEnd(), 'X 3000'],
  ['text before it', `x\n${block('MAA=\n')}`, 'X 3000'],
  ['the next one where the first is none', block('%%\n') + block('MAA=\n', 'Y'), 'Y 3000'],
])('%s is found', (_, text, expected) => {
  expect(found(text)).toBe(expected)
})

test.each([
  ['nothing', ''],
  ['a beginning alone', '-----BEGIN X-----'],
  ['a beginning within a line', `x${block('MAA=\n')}`],
  ['another end', block('MAA=\n', 'X', 'Y')],
  ['text behind the end', block('MAA=\n').replace('END X-----', 'END X-----x')],
  ['all in one line', '-----BEGIN X-----MAA=-----END X-----'],
  ['data that is no base64', block('%%\n')],
])('%s is no block', (_, text) => {
  expect(found(text)).toBeUndefined()
})

test('a text of many beginnings is given up soon', () => {
  expect(found('-----BEGIN X-----\n'.repeat(50_000) + block('MAA=\n', 'Y'))).toBeUndefined()
})
