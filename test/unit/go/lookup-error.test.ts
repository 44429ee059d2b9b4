import { expect, test } from 'vitest'
import { lookupError } from '../../../src/go/lookup-error.ts'

test('a lookup that failed names the server that was asked, where the host is a name', () => {
  expect(lookupError('nosuchhost.invalid')).toMatch(/^lookup nosuchhost\.invalid( on \S+)?: no such host$/)
  expect(lookupError('127.1')).toBe('lookup 127.1: no such host')
  expect(lookupError('a b')).toBe('lookup a b: no such host')
  expect(lookupError('', 'server misbehaving')).toBe('lookup : server misbehaving')
})
