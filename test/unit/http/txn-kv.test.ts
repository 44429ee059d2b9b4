import fc from 'fast-check'
import { expect, it } from 'vitest'
import { writeKvResults } from '../../../src/http/kv-results.ts'
import { plainKvOps } from '../../../src/http/plain-kv-ops.ts'
import { renderKv } from '../../../src/http/render.ts'
import { operations, toOps } from '../../../src/http/routes/txn.ts'
import { encodeText } from '../../../src/lib/bytes.ts'
import { decode } from '../../../src/lib/decode.ts'
import { toJson } from '../../../src/lib/json.ts'
import { httpAgent } from '../../support/http.ts'

const LIMITS = { most: 128, largest: 1000, size: 100_000 }

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
    fc.property(fc.array(fc.record({ KV: kv }), { maxLength: 4 }), body => {
      const plain = plainKvOps(body, LIMITS)
      expect(plain ?? 'left').toEqual(plain ? toOps(decode(operations, body), agent) : 'left')
    }),
    { numRuns: 1000 },
  )
})

it('takes what clients send', () => {
  const body = [{ KV: { Verb: 'set', Key: 'ä', Value: 'YcOk', Flags: 3 } }, { KV: { Verb: 'get', Key: 'b' } }]
  expect(plainKvOps(body, LIMITS)).toMatchObject([
    { verb: 'set', key: encodeText('ä'), value: encodeText('aä'), flags: 3 },
    { verb: 'get', key: 'b', value: '' },
  ])
})

it.each([
  ['another kind', [{ Node: {} }]],
  ['a name in other case', [{ KV: { verb: 'get', Key: 'a' } }]],
  ['a member too many', [{ KV: { Verb: 'get', Key: 'a', X: 1 } }]],
  ['a value that is too large', [{ KV: { Verb: 'set', Key: 'a', Value: 'YWFh'.repeat(334) } }]],
  ['more than Consul takes', Array.from({ length: 129 }, () => ({ KV: { Verb: 'get', Key: 'a' } }))],
  ['no list', {}],
])('leaves %s to the schema', (_what, body) => {
  expect(plainKvOps(body, LIMITS)).toBeUndefined()
})

it.each([true, false])('writes results like toJson (indented: %s)', indent => {
  const entry = fc.record({
    Key: fc.string({ unit: 'grapheme' }).map(encodeText),
    Value: fc.string(),
    Flags: fc.oneof(fc.nat(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n })),
    LockIndex: fc.nat(),
    Session: fc.constantFrom('', 'a<b'),
    CreateIndex: fc.nat(),
    ModifyIndex: fc.nat(),
  })
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 4 }), entries => {
      const json = { Results: entries.map(one => ({ KV: renderKv(one, false) })), Errors: null }
      expect(writeKvResults(entries, indent)).toBe(toJson(json, indent))
    }),
  )
})
