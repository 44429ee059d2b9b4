import { expect, test } from 'vitest'
import { elasticTabs } from '../../../src/cli/elastic-tabs.ts'

/** What the official client made of values, behind a row that sets the width of the first column. */
test.each([
  ['', 'Value'],
  ['a', 'Value            a'],
  ['\tx', 'Value                  x'],
  ['a\tb', 'Value            a      b'],
  ['a\vb', 'Value            a      b'],
  ['a\fb', 'Value            a\nb'],
  ['a\nbb\tc', 'Value            a\nbb               c'],
  ['a\t\nb\t', 'Value            a      \nb'],
  ['\n', 'Value            \n'],
  [
    '{\n\t"a": 1,\n\t\t"b": "x\ty"\n}\n',
    'Value            {\n                 "a": 1,\n                       "b": "x      y"\n}\n',
  ],
])('a value %j is printed with its tabs as columns', (value, printed) => {
  const text = elasticTabs(Buffer.from(`CreateIndex\t2\nValue\t${value}`)).toString()
  expect(text).toBe(`CreateIndex      2\n${printed}`)
})

test('tabs behind a byte 0xff stay, other bytes as well', () => {
  const text = Buffer.from('Value\té\xff\tb\n\tc', 'latin1')
  expect(elasticTabs(text)).toEqual(Buffer.from('Value      é\xff\tb\n\tc', 'latin1'))
})
