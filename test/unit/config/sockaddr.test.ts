import { describe, expect, test } from 'vitest'
import { expandTemplates, TemplateError } from '../../../src/config/sockaddr.ts'

const addresses = () => [
  { name: 'lo', address: '127.0.0.1', loopback: true },
  { name: 'eth0', address: '192.168.1.5', loopback: false },
  { name: 'eth1', address: '8.8.4.4', loopback: false },
  { name: 'lo', address: '::1', loopback: true },
  { name: 'eth0', address: 'fd00::2', loopback: false },
  { name: 'eth0', address: 'fe80::1', loopback: false },
]
const expand = (text: string): string => expandTemplates(text, addresses)

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['{{ GetPrivateIP }}', '192.168.1.5'],
  ['{{GetPrivateIPs}}', '192.168.1.5 fd00::2'],
  ['{{ GetPublicIP }}', '8.8.4.4'],
  ['{{ GetPublicIPs }}', '8.8.4.4'],
  ['{{ GetInterfaceIP "eth0" }}', '192.168.1.5'],
  ['{{ GetInterfaceIP `eth1` }}', '8.8.4.4'],
  ['{{ GetInterfaceIP "lo" }}', ''],
  ['{{ GetInterfaceIPs "lo" }}', '127.0.0.1 ::1'],
  ['{{ GetInterfaceIP "none" }}', ''],
  ['{{ GetAllInterfaces | include "name" "lo" | attr "address" }}', '127.0.0.1'],
  ['{{ GetAllInterfaces | include "name" "^eth" | exclude "type" "ipv4" | attr "address" }}', 'fd00::2'],
  ['{{ GetAllInterfaces | include "type" "IPv4" | join "address" " " }}', '127.0.0.1 192.168.1.5 8.8.4.4'],
  ['{{ GetAllInterfaces | include "name" "lo" | offset 1 | limit 1 | attr "address" }}', '::1'],
  ['{{ GetPrivateInterfaces | attr "name" }}', 'eth0'],
  ['x{{ GetPublicIP }}y{{ GetPrivateIP }}', 'x8.8.4.4y192.168.1.5'],
])('%s', (template, expected) => {
  expect(expand(template)).toBe(expected)
})

describe('refusals', () => {
  test.each([
    ['{{ bogus }}', 'unable to parse template "{{ bogus }}": template: sockaddr.Parse:1: function "bogus" not defined'],
    ['{{ GetAllInterfaces | bogus }}', 'function "bogus" not defined'],
    ['{{ toString }}', 'function "toString" not defined'],
    ['{{ GetAllInterfaces | attr "bogus" }}', 'unsupported attribute name "bogus"'],
    ['{{ GetAllInterfaces | include "bogus" "x" }}', 'invalid include selector "bogus"'],
    ['{{ GetAllInterfaces | include "name" "(" }}', 'Unable to compile name regexp "("'],
  ])('%s', (template, message) => {
    expect(() => expand(template)).toThrow(TemplateError)
    expect(() => expand(template)).toThrow(message)
  })
})
