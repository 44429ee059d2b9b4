import fc from 'fast-check'
import { expect, it } from 'vitest'
import { writeKvResults } from '../../../src/api/render/kv-results.ts'
import { plainKvOps } from '../../../src/api/schemas/plain-kv-ops.ts'
import { renderKv } from '../../../src/api/render/rows.ts'
import { toTransaction } from '../../../src/api/operations/run-transaction.ts'
import { txnSchema } from '../../../src/api/schemas/txn.ts'
import { encodeText } from '../../../src/lib/bytes.ts'
import { decodeJson } from '../../../src/go/decode.ts'
import { toJson } from '../../../src/go/json.ts'
import { httpAgent } from '../../support/http.ts'

const LIMITS = { operations: 128, value: 1000 }
const bytes = (body: unknown, indent?: number): Buffer => Buffer.from(JSON.stringify(body, null, indent))

const kv = fc.record(
  {
    Verb: fc.oneof(fc.constantFrom('set', 'get', 'cas'), fc.string()),
    Key: fc.string({ unit: 'grapheme' }),
    Value: fc.oneof(fc.base64String(), fc.string(), fc.constant('YQ=='), fc.constant('YQ==YQ=='), fc.constant('-_-_')),
    Flags: fc.oneof(fc.nat(), fc.constant(-0), fc.constant(-1), fc.constant(1.5)),
    Index: fc.oneof(fc.maxSafeNat(), fc.string()),
    Session: fc.oneof(fc.string(), fc.constant(null)),
    other: fc.anything(),
  },
  { requiredKeys: [] },
)

it('reads operations as the schema does, or leaves them to it', () => {
  const { agent } = httpAgent()
  fc.assert(
    fc.property(fc.array(fc.record({ KV: kv }), { maxLength: 4 }), fc.nat({ max: 2 }), (body, indent) => {
      const plain = plainKvOps(bytes(body, indent), LIMITS)
      expect(plain ?? 'left').toEqual(
        plain ? toTransaction(decodeJson(txnSchema, bytes(body)), agent.settings) : 'left',
      )
    }),
    { numRuns: 1000 },
  )
})

it('reads operations that are written alike, and others among them', () => {
  const { agent } = httpAgent()
  const Verb = fc.constantFrom('set', 'set', 'set', 'cas', 'a"')
  const Key = fc.oneof({ weight: 9, arbitrary: fc.constantFrom('a', 'b/c', '') }, fc.string())
  const Value = fc.oneof({ weight: 9, arbitrary: fc.base64String() }, fc.constantFrom('"', 'YQ=', 'Y Q==', null))
  const Flags = fc.constantFrom(undefined, undefined, undefined, 3)
  const op = fc.record({ KV: fc.record({ Verb, Key, Value, Flags }) })
  const noise = fc.constantFrom('', '', ' ', ',', ']', '{}')
  fc.assert(
    fc.property(fc.array(op, { minLength: 1, maxLength: 9 }), fc.nat(9), noise, (body, at, more) => {
      const parts = body.map(one => JSON.stringify(one))
      parts[at] += more
      const text = Buffer.from(`[${parts.slice(0, body.length).join(',')}]`)
      const plain = plainKvOps(text, LIMITS)
      expect(plain ?? 'left').toEqual(plain ? toTransaction(decodeJson(txnSchema, text), agent.settings) : 'left')
    }),
    { numRuns: 2000 },
  )
})

it('takes many that are written alike, and one among them that is not', () => {
  const set = (i: number): object => ({ KV: { Verb: 'set', Key: `key/${i}`, Value: 'YcOk', Flags: 3 } })
  const body = [set(0), set(1), set(2), { KV: { Verb: 'get', Key: 'other' } }, set(4), set(5)]
  const one = { kind: 'kv', verb: 'set', value: encodeText('aä'), flags: 3, index: 0, session: '' }
  const ops = body.map((_, i) =>
    i === 3 ? { ...one, verb: 'get', key: 'other', value: '', flags: 0 } : { ...one, key: `key/${i}` },
  )
  for (const indent of [0, 2]) expect(plainKvOps(bytes(body, indent), LIMITS)).toEqual(ops)
})

it('takes what clients send', () => {
  const body = [
    { KV: { Verb: 'set', Key: 'a', Value: 'YcOk', Flags: 3, Index: 0, Session: '' } },
    { KV: { Verb: 'cas', Key: 'a', Value: '', Index: 9_007_199 } },
    { KV: { Verb: 'get', Key: 'b' } },
  ]
  const ops = [
    { kind: 'kv', verb: 'set', key: 'a', value: encodeText('aä'), flags: 3, index: 0, session: '' },
    { kind: 'kv', verb: 'cas', key: 'a', value: '', flags: 0, index: 9_007_199, session: '' },
    { kind: 'kv', verb: 'get', key: 'b', value: '', flags: 0, index: 0, session: '' },
  ]
  expect(plainKvOps(bytes(body), LIMITS)).toEqual(ops)
  expect(plainKvOps(bytes(body, 2), LIMITS)).toEqual(ops)
})

it.each([
  ['another kind', [{ Node: {} }]],
  ['a name in other case', [{ KV: { verb: 'get', Key: 'a' } }]],
  ['a member too many', [{ KV: { Verb: 'get', Key: 'a', X: 1 } }]],
  ['a value that is too large', [{ KV: { Verb: 'set', Key: 'a', Value: 'YWFh'.repeat(334) } }]],
  ['more than Consul takes', Array.from({ length: 129 }, () => ({ KV: { Verb: 'get', Key: 'a' } }))],
  ['no list', {}],
  ['none', []],
  ['letters beyond ASCII', [{ KV: { Verb: 'get', Key: 'ä' } }]],
  ['an escape', [{ KV: { Verb: 'get', Key: '"' } }]],
  ['numbers that a double may not hold', [{ KV: { Verb: 'set', Key: 'a', Flags: 1e15 } }]],
  ['fractions', [{ KV: { Verb: 'set', Key: 'a', Flags: 1.5 } }]],
  ['two kinds at once', [{ KV: { Verb: 'get', Key: 'a' }, Node: {} }]],
])('leaves %s to the schema', (_what, body) => {
  expect(plainKvOps(bytes(body), LIMITS)).toBeUndefined()
})

it.each([
  '',
  '[',
  '[{"KV":{"Verb":"get","Key":"a"}}',
  '[{"KV":{"Verb":"get","Key":"a"}},]',
  '[{"KV":{"Verb":"get","Key":"a"}}]x',
])('leaves the broken text %s to the JSON reader', text => {
  expect(plainKvOps(Buffer.from(text), LIMITS)).toBeUndefined()
})

it.each([true, false])('writes results like toJson (indented: %s)', indent => {
  const entry = fc.record({
    Key: fc.string({ unit: 'grapheme' }).map(encodeText),
    Value: fc.string(),
    Flags: fc.oneof(fc.nat({ max: 1 }), fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n })),
    LockIndex: fc.nat({ max: 1 }),
    Session: fc.constantFrom('', 'a<b'),
    CreateIndex: fc.nat({ max: 2 }),
    ModifyIndex: fc.nat({ max: 1 }),
  })
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), entries => {
      const json = { Results: entries.map(one => ({ KV: renderKv(one, false) })), Errors: null }
      expect(writeKvResults(entries, indent)).toBe(encodeText(toJson(json, indent)))
    }),
  )
})
