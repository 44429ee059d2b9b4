import { expect, test } from 'vitest'
import { decodeMessage, encodeQuery } from '../../../../test/support/conformance/dns-message.ts'

const hex = (...parts: string[]) => Buffer.from(parts.join('').replaceAll(' ', ''), 'hex')

test('a question as bytes', () => {
  const query = encodeQuery({ name: 'db.consul.', type: 'SRV', edns: 4096, rd: false })
  expect(query).toEqual(hex('123400000001000000000001', '02646206636f6e73756c00', '00210001', '0000291000000000000000'))
})

test('an answer taken apart, compressed names and all', () => {
  const answer = hex(
    '12348583', // response, authoritative, recursion available, NXDOMAIN
    '0001000300000001',
    '02646206636f6e73756c00 00210001', // db.consul. SRV
    'c00c 00210001 00000007 000a 000100020050 016e c00f', // SRV 1 2 80 n.consul.
    'c00c 00010001 00000000 0004 7f000001',
    'c00c 00100001 00000000 0006 0261620263 64',
    '00 00291000 00000000 0000',
  )
  expect(decodeMessage(answer)).toEqual({
    rcode: 'NXDOMAIN',
    aa: true,
    tc: false,
    ra: true,
    answer: [
      { name: 'db.consul.', type: 'SRV', ttl: 7, data: '1 2 80 n.consul.' },
      { name: 'db.consul.', type: 'A', ttl: 0, data: '127.0.0.1' },
      { name: 'db.consul.', type: 'TXT', ttl: 0, data: ['ab', 'cd'] },
    ],
    authority: [],
    additional: [{ type: 'OPT', udp: 4096 }],
  })
})
