import { expect, test } from 'vitest'
import type { Reply } from '../../../support/conformance/reply.ts'
import { observe, observeDns } from '../../../../test/support/conformance/observe.ts'

function reply(body: string, headers: Record<string, string> = {}, status = 200): Reply {
  return { status, headers, body, bytes: Buffer.from(body) }
}

const JSON_TYPE = { 'content-type': 'application/json' }

test('keeps the status, the headers that carry meaning, and the JSON', () => {
  expect(observe(reply('{"a": 1}', { ...JSON_TYPE, date: 'today', 'x-consul-index': '7' }), 1, {})).toEqual({
    status: 200,
    headers: { ...JSON_TYPE, 'x-consul-index': '7' },
    json: { a: 1 },
  })
})

test('a body is text unless it says that it is JSON, and is', () => {
  expect(observe(reply('[]'), 1, {})).toMatchObject({ text: '[]' })
  expect(observe(reply('[', JSON_TYPE), 1, {})).toMatchObject({ text: '[' })
  expect(observe(reply('[ ]', JSON_TYPE), 1, { asText: true })).toMatchObject({ text: '[ ]' })
})

test('integers beyond 2^53 stay exact, in strings they stay as they are', () => {
  const seen = observe(
    reply('{"Flags":18446744073709551615,"Text":"\\"18446744073709551615","Half":0.5}', JSON_TYPE),
    1,
    {},
  )
  expect(seen['json']).toEqual({ Flags: '18446744073709551615', Text: '"18446744073709551615', Half: 0.5 })
})

test('an answer too early or too late is out of range', () => {
  const took = (ms: number) => observe(reply(''), ms, { took: [100, 200] })['took']
  expect([took(100), took(200)]).toEqual(['in range', 'in range'])
  expect([took(99), took(201)]).toEqual(['out of range 100,200: 99 ms', 'out of range 100,200: 201 ms'])
})

test('any redirect will do only where the step says so', () => {
  const moved = reply('moved', { location: '/x' }, 307)
  expect(observe(moved, 1, { anyRedirect: true })).toEqual({ status: 'redirect', location: '/x' })
  expect(observe(moved, 1, {})).toMatchObject({ status: 307 })
  expect(observe(reply('', {}, 200), 1, { anyRedirect: true })).toMatchObject({ status: 200 })
})

const record = (data: string) => ({ name: 'x.', type: 'A', ttl: 0, data })
const message = {
  rcode: 'NOERROR',
  aa: true,
  tc: false,
  ra: false,
  answer: [record('127.0.0.2'), record('127.0.0.1')],
  authority: [],
  additional: [],
  bytes: 90,
}
const question = { name: 'x', type: 'A' }

test('DNS records are ordered unless their order matters', () => {
  const { bytes: _bytes, ...seen } = message
  expect(observeDns(message, question)).toEqual({ ...seen, answer: seen.answer.toReversed() })
  expect(observeDns(message, { ...question, ordered: true })).toEqual(seen)
})

test('a DNS answer can be looked at by count, by size, or be a silence', () => {
  expect(observeDns(message, { ...question, count: true })).toEqual({
    rcode: 'NOERROR',
    tc: false,
    answers: 2,
    additional: 0,
  })
  expect(observeDns(message, { ...question, withinSize: 89 })).toMatchObject({ fits: false, any: true })
  expect(observeDns(undefined, question)).toEqual({ silence: true })
})
