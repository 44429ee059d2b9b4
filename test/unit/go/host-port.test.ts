import { expect, test } from 'vitest'
import { joinHostPort, splitHostPort } from '../../../src/go/host-port.ts'

test.each([
  ['h:1', 'h', '1'],
  [':1', '', '1'],
  ['h:', 'h', ''],
  ['h:x', 'h', 'x'],
  ['[::1]:1', '::1', '1'],
  ['[]:1', '', '1'],
])('%j is a host and a port', (address, host, port) => {
  expect(splitHostPort(address)).toEqual({ host, port })
})

test.each([
  ['', 'missing port in address'],
  ['h', 'address h: missing port in address'],
  ['[::1]', 'address [::1]: missing port in address'],
  ['[::1]x:1', 'address [::1]x:1: missing port in address'],
  ['1:2:3', 'address 1:2:3: too many colons in address'],
  ['[::1]:1:2', 'address [::1]:1:2: too many colons in address'],
  ['[::1:1', "address [::1:1: missing ']' in address"],
  ['x[:1', "address x[:1: unexpected '[' in address"],
  ['[a[b]:1', "address [a[b]:1: unexpected '[' in address"],
  ['x]:1', "address x]:1: unexpected ']' in address"],
])('%j is refused as Go refuses it', (address, message) => {
  expect(() => splitHostPort(address)).toThrow(new Error(message))
})

test('Only hosts with colons are put into brackets.', () => {
  expect(joinHostPort('::1', 1)).toBe('[::1]:1')
  expect(joinHostPort('h', '1')).toBe('h:1')
})
