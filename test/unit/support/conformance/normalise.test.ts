import { expect, test } from 'vitest'
import { difference } from '../../../../test/support/conformance/difference.ts'
import { normalise } from '../../../../test/support/conformance/normalise.ts'
import type { Scenario, Step } from '../../../../test/support/conformance/scenario.ts'
import type { Places } from '../../../../test/support/conformance/names.ts'

const places: Omit<Places, 'spaces'> = {
  starts: { '': 20 },
  places: { dir: '/run/agent', http_port: '34567', dns_port: '45678' },
}

function normalised(results: unknown[], options: { steps?: Step[]; ignore?: string[] } = {}): unknown[] {
  const steps = options.steps ?? results.map(() => ({}))
  const scenario: Scenario = { name: 'x', steps, ...(options.ignore && { ignore: options.ignore }) }
  return normalise(results, scenario, { ...places, spaces: steps.map(() => '') })
}

const entry = (CreateIndex: number, ModifyIndex: number) => ({ json: { CreateIndex, ModifyIndex } })
const [a, b] = ['0f7c2a54-66f2-4c0c-9a53-2b5d21c5b001', '0f7c2a54-66f2-4c0c-9a53-2b5d21c5b002']

test('runs that differ only in their numbers are alike', () => {
  const first = normalised([entry(31, 31), entry(31, 34), { headers: { 'x-consul-index': '34' } }])
  const second = normalised([entry(55, 55), entry(55, 99), { headers: { 'x-consul-index': '99' } }])
  expect(first).toEqual([
    { json: { CreateIndex: 'index+1', ModifyIndex: 'index+1' } },
    { json: { CreateIndex: 'index+1', ModifyIndex: 'index+2' } },
    { headers: { 'x-consul-index': 'index+2' } },
  ])
  expect(difference(first, second)).toEqual([])
})

test('indexes in another order are noticed', () => {
  expect(difference(normalised([entry(31, 32)]), normalised([entry(32, 31)]))).toEqual([
    '0.json.CreateIndex: want "index+1", got "index+2"',
    '0.json.ModifyIndex: want "index+2", got "index+1"',
  ])
})

test('an index that should have moved is noticed', () => {
  expect(difference(normalised([entry(31, 32)]), normalised([entry(31, 31)]))).toEqual([
    '0.json.ModifyIndex: want "index+2", got "index+1"',
  ])
})

test('zero, the start-up and later are told apart', () => {
  expect(normalised([entry(0, 20), entry(1, 21)])).toEqual([
    { json: { CreateIndex: 0, ModifyIndex: 'index<=start' } },
    { json: { CreateIndex: 'index<=start', ModifyIndex: 'index+1' } },
  ])
})

test('an index made from an ID has an identity and no order', () => {
  const index = (value: string) => ({ headers: { 'x-consul-index': value } })
  const seen = [index('9000000000000000001'), index('8000000000000000001'), index('9000000000000000001'), index('21')]
  expect(normalised(seen)).toEqual([index('<opaque-1>'), index('<opaque-2>'), index('<opaque-1>'), index('index+1')])
})

test('UUIDs, hashes and Lamport times keep what they are to each other', () => {
  expect(
    normalised([{ json: { ID: b, LTime: 9 } }, { json: { ID: a, Also: `x ${b} y`, LTime: 4, Free: { LTime: 0 } } }]),
  ).toEqual([
    { json: { ID: '<uuid-1>', LTime: 'ltime+2' } },
    { json: { ID: '<uuid-2>', Also: 'x <uuid-1> y', LTime: 'ltime+1', Free: { LTime: 0 } } },
  ])
  expect(normalised([{ headers: { 'x-consul-contenthash': 'ff' }, json: { ContentHash: 'ff', Other: 'ff' } }])).toEqual(
    [{ headers: { 'x-consul-contenthash': '<hash-1>' }, json: { ContentHash: '<hash-1>', Other: 'ff' } }],
  )
})

test('one UUID for two is noticed', () => {
  expect(difference(normalised([{ json: [a, b] }]), normalised([{ json: [a, a] }]))).toEqual([
    '0.json.1: want "<uuid-2>", got "<uuid-1>"',
  ])
})

test('the fixed node ID stays', () => {
  const own = { json: { ID: '11111111-2222-3333-4444-555555555555' } }
  expect(normalised([own])).toEqual([own])
})

test('ports, the folder and times get names, in keys too, but not inside other numbers', () => {
  const seen = {
    json: { Port: 34567, Other: 345670, '/run/agent/x': '127.0.0.1:45678 145678 1.34567' },
    text: 'at 2025-09-01T12:00:00.123Z in /run/agent',
  }
  expect(normalised([seen])).toEqual([
    {
      json: { Port: '<http_port>', Other: 345670, '<dir>/x': '127.0.0.1:<dns_port> 145678 1.34567' },
      text: 'at <time> in <dir>',
    },
  ])
})

test('ignored keys lose their value, not their presence', () => {
  const [seen] = normalised([{ json: { Version: '1.21.4', Deep: [{ Version: {} }] } }], { ignore: ['Version'] })
  expect(seen).toEqual({ json: { Version: '<ignored>', Deep: [{ Version: '<ignored>' }] } })
  expect(difference(seen, { json: { Deep: [{ Version: '<ignored>' }] } })).toEqual([
    'json.Version: want "<ignored>", got undefined',
  ])
})

test('only unordered steps forgive another order', () => {
  const [up, down] = [
    [{ Key: 'a' }, { Key: 'b' }],
    [{ Key: 'b' }, { Key: 'a' }],
  ]
  const compare = (step: Step, want: unknown, got: unknown) =>
    difference(normalised([{ json: want }], { steps: [step] }), normalised([{ json: got }], { steps: [step] }))
  expect(compare({ unordered: true }, up, down)).toEqual([])
  expect(compare({ unordered: 'Nodes' }, { Nodes: up }, { Nodes: down })).toEqual([])
  expect(compare({ unordered: '*' }, { x: up, y: 1 }, { x: down, y: 1 })).toEqual([])
  expect(compare({}, up, down)).not.toEqual([])
  expect(compare({ unordered: 'Nodes' }, { Nodes: up, Other: up }, { Nodes: up, Other: down })).not.toEqual([])
  expect(compare({ unordered: true }, up, [{ Key: 'a' }])).toEqual(['0.json.1: want {"Key":"b"}, got undefined'])
})

test('`only` leaves the status and the parts named, absent ones as null', () => {
  const seen = { status: 200, headers: { vary: 'x' }, json: [{ Key: 'a', Flags: 1 }] }
  const steps = [{ only: ['json.0.Key', 'json.1.Key', 'json.length'] }]
  expect(normalised([seen], { steps })).toEqual([
    { status: 200, 'json.0.Key': 'a', 'json.1.Key': null, 'json.length': 1 },
  ])
})

test('steps with nothing to see stay empty', () => {
  expect(normalised([null, { status: 200 }])).toEqual([null, { status: 200 }])
})
