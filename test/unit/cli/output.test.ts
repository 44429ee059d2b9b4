import { expect, test } from 'vitest'
import { columns, indentBy, tabs, tooMany } from '../../../src/cli/output.ts'
import { toJson } from '../../../src/go/json.ts'

test('columns are two spaces apart, and the last is not padded', () => {
  expect(
    columns([
      ['Node', 'ID', 'DC'],
      ['a-long-name', 'é', 'dc1'],
    ]),
  ).toBe('Node         ID  DC\na-long-name  é   dc1')
})

test('tabs are six spaces apart; a last cell widens no column', () => {
  expect(
    tabs([
      ['Datacenter', 'Count', '', ''],
      ['dc1', '1'],
      ['', ''],
      ['Total', '123456789012'],
    ]),
  ).toBe('Datacenter      Count            \ndc1             1\n                \nTotal           123456789012')
})

test('JSON is indented by other than four spaces', () => {
  expect(indentBy(toJson({ a: ['    x'] }, true), '\t')).toBe('{\n\t"a": [\n\t\t"    x"\n\t]\n}')
})

test('too many arguments', () => {
  expect(tooMany('1 or 2', 3)).toBe('Too many arguments (expected 1 or 2, got 3)')
})
