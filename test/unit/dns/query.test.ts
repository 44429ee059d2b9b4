import { describe, expect, it } from 'vitest'
import { Bench, decode, encode, encodeName } from './support.ts'

const bench = new Bench()
bench.catalog.register({ Node: 'n1', Address: '10.0.0.1', Service: { Service: 'web', Port: 80 } })
const good = encode({ name: 'web.service.consul' })
const header = good.subarray(0, 12)
const tail = Buffer.from([0, 1, 0, 1])
const answerTo = (...parts: Buffer[]) => {
  const answer = bench.raw(Buffer.concat(parts))
  return answer && decode(answer)
}
/** A good question with one of its counts changed. */
const counts = (questions: number, answers: number, authorities: number, additional: number): Buffer => {
  const packet = Buffer.from(good)
  ;[questions, answers, authorities, additional].forEach((count, i) => packet.writeUInt16BE(count, 4 + i * 2))
  return packet
}

describe('flags', () => {
  it('keep RD and CD of a query, and nothing else', () => {
    expect(bench.ask({ name: 'web.service.consul', flags: 0 }).flags).toBe('aa')
    expect(bench.ask({ name: 'web.service.consul', flags: 0x07ff }).flags).toBe('aa rd cd')
  })

  it.each([1, 2, 3, 5, 15])('of operation %i are not implemented', opcode => {
    const answer = bench.raw(encode({ name: 'web.service.consul', flags: (opcode << 11) | 0x07ff }))
    expect(answer?.toString('hex')).toBe(`1234${((opcode << 11) | 0x83b4).toString(16)}0000000000000000`)
  })

  it('of a notification are answered like those of a query', () => {
    const view = bench.ask({ name: 'web.service.consul', flags: 0x2100, edns: 1232 })
    expect(view).toMatchObject({ flags: 'aa', answer: { length: 1 }, additional: ['OPT 1232'] })
  })

  it.each([0, 3, 255, 1000])('do not depend on class %i', cls =>
    expect(bench.ask({ name: 'web.service.consul', class: cls })).toMatchObject({
      question: `web.service.consul. A ${cls}`,
      answer: { length: 1 },
    }),
  )
})

describe('malformed packets', () => {
  it.each([0, 1, 2, 5, 11])('of %i bytes are met with silence', length =>
    expect(answerTo(good.subarray(0, length))).toBeUndefined(),
  )

  it('that are answers are met with silence', () => {
    expect(bench.raw(encode({ name: 'web.service.consul', flags: 0x8180 }))).toBeUndefined()
  })

  it.each([
    ['no question', counts(0, 0, 0, 0)],
    ['two questions', counts(2, 0, 0, 0)],
    ['two answers', counts(1, 2, 0, 0)],
    ['two authorities', counts(1, 0, 2, 0)],
    ['three additional', counts(1, 0, 0, 3)],
    ['a name cut off', good.subarray(0, 20)],
    ['a type cut off', good.subarray(0, good.length - 3)],
    ['a pointer to itself', Buffer.concat([header, Buffer.from([0xc0, 12]), tail])],
    ['a loop of labels', Buffer.concat([header, Buffer.from([1, 97, 0xc0, 12]), tail])],
    ['a pointer past the end', Buffer.concat([header, Buffer.from([0xc0, 0xff]), tail])],
    ['half a pointer', Buffer.concat([header, Buffer.from([0xc0])])],
    ['an unknown kind of label', Buffer.concat([header, Buffer.from([0x40, 97, 0]), tail])],
    ['a name over 255 bytes', Buffer.concat([header, encodeName(`${'a.'.repeat(125)}consul`), tail])],
  ])('with %s are errors without question', (_, packet) =>
    expect(answerTo(packet)).toMatchObject({ rcode: 'FORMERR', flags: 'rd', question: '', bytes: 12 }),
  )

  it('that end after the header are refused', () => {
    expect(answerTo(header)).toMatchObject({ rcode: 'REFUSED', question: '', bytes: 12 })
  })

  it('that end in the middle of the question are taken as they are', () => {
    expect(answerTo(good.subarray(0, good.length - 1))).toMatchObject({ question: 'web.service.consul. A 0' })
    expect(answerTo(good.subarray(0, good.length - 4))).toMatchObject({ question: 'web.service.consul. 0 0' })
  })

  it('with trailing bytes or missing records are answered', () => {
    expect(answerTo(good, Buffer.from('hello'))).toMatchObject({ rcode: 'NOERROR' })
    expect(answerTo(counts(1, 1, 1, 2))).toMatchObject({ rcode: 'NOERROR', answer: { length: 1 } })
  })

  it.each([
    ['a record cut off', '0000290400'],
    ['data longer than the packet', '00002904000000000000ff00'],
    ['an A of three bytes', '000001000100000000 0003 0a0000'],
    ['half an option', '0000290400000000000003000800'],
    ['an option longer than its record', '0000290400000000000006000a0008ffff'],
    ['a subnet of an unknown family', '000029040000000000000b0008000700031800c0a801'],
    ['a prefix over the length of the address', '000029040000000000000b0008000700012100c0a801'],
  ])('with %s are errors with their question', (_, record) =>
    expect(answerTo(counts(1, 0, 0, 1), Buffer.from(record.replaceAll(' ', ''), 'hex'))).toMatchObject({
      rcode: 'FORMERR',
      flags: 'rd',
      question: 'web.service.consul. A 1',
      answer: [],
      additional: [],
    }),
  )
})

describe('names', () => {
  it('of 255 bytes are answered, every byte of them', () => {
    const label = 'y'.repeat(63)
    const name = [label, label, label, 'z'.repeat(46), 'service', 'consul'].join('.')
    expect(bench.ask(name)).toMatchObject({ rcode: 'NXDOMAIN', question: `${name}. A 1` })
    const odd = Buffer.concat([Buffer.from([6, 0, 0xff, 0x2e, 0x5c, 0x20, 0x22]), encodeName('service.consul')])
    const answer = bench.raw(Buffer.concat([header, odd, tail]))
    expect(answer?.subarray(12, 12 + odd.length)).toEqual(odd)
  })

  it('with a dot in a label are not those with two labels', () => {
    const dotted = Buffer.concat([Buffer.from([11]), Buffer.from('web.service'), encodeName('consul')])
    expect(answerTo(header, dotted, tail)).toMatchObject({ rcode: 'NXDOMAIN' })
    const outside = Buffer.concat([Buffer.from([10]), Buffer.from('web.consul'), Buffer.from([0])])
    expect(answerTo(header, outside, tail)).toMatchObject({ rcode: 'REFUSED' })
  })

  it('may be written with pointers', () => {
    const packet = Buffer.concat([header, Buffer.from([0xc0, 18]), tail, encodeName('web.service.consul')])
    expect(answerTo(packet)).toMatchObject({ question: 'web.service.consul. A 1', answer: { length: 1 } })
  })
})

describe('EDNS', () => {
  it.each([0, 512, 1232, 4096, 65535])('of %i bytes is answered in kind', edns => {
    expect(bench.ask({ name: 'web.service.consul', edns }).additional).toEqual([`OPT ${edns}`])
    expect(bench.ask({ name: 'zz.service.consul', edns }).additional).toEqual([`OPT ${edns}`])
    expect(bench.ask({ name: '1.0.0.10.in-addr.arpa', type: 'PTR', edns, tcp: true }).additional).toEqual([
      `OPT ${edns}`,
    ])
  })

  it.each([
    ['0008000700011800c0a801', '0008000700011800c0a801'],
    ['00080005000118 10c0', '0008000700011800c00000'],
    ['0008000700011400c0a8ff', '0008000700011400c0a8f0'],
    ['0008000b0002380020010db8000001', '0008000b0002380020010db8000001'],
    ['000a0008112233445566778800080004 00000000', '0008000400000000'],
    ['0008000700011800c0a801 0008000700011800c0a802', '0008000700011800c0a801'],
    ['000a00081122334455667788', ''],
  ])('with options %s gives back the subnet', (options, echoed) => {
    const view = bench.ask({ name: 'web.service.consul', edns: 1232, ednsData: options.replaceAll(' ', '') })
    expect(view.additional).toEqual([`OPT 1232 ${echoed}`.trim()])
  })
})
