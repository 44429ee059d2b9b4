import { isIP as nodesIsIP, isIPv6 as nodesIsIPv6 } from 'node:net'
import { expect, test } from 'vitest'
import { isIP, isIPv6, isLibcAddress, networkOf } from '../../../src/lib/ip.ts'

const TEXTS = [
  '',
  '127.0.0.1',
  '1.2.3',
  '01.2.3.4',
  '::',
  '::1',
  'fe80::1%eth0',
  '::ffff:1.2.3.4',
  ':',
  'web',
  '1:2:3',
  '[::1]',
]

test('families are those that Node tells', () => {
  expect(TEXTS.map(isIP)).toEqual(TEXTS.map(nodesIsIP))
  expect(TEXTS.map(isIPv6)).toEqual(TEXTS.map(nodesIsIPv6))
})

test('texts that libc takes for an address and Go for a name are told apart', () => {
  const texts = ['1', '127.1', '0x7f000001', '0x7f.1', '127.0.0.1', '1.2.3.4.5', 'web', '', '::1']
  expect(texts.filter(isLibcAddress)).toEqual(['1', '127.1', '0x7f000001', '0x7f.1'])
})

test('networks lose what stands behind their prefix', () => {
  const networks = ['10.1.2.3/8', '10.1.255.3/20', '0.0.0.0/0', '2001:db8:ffff::1/33', '::1/128']
  expect(networks.map(networkOf)).toEqual(['10.0.0.0/8', '10.1.240.0/20', '0.0.0.0/0', '2001:db8:8000::/33', '::1/128'])
})
