import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockedOn } from '../../support/differential/commands/command.ts'
import { areas } from '../../support/differential/commands/index.ts'
import { isSameSet } from '../../support/differential/compare.ts'
import { differByIndexesAlone } from '../../support/differential/explained-difference.ts'
import { kindOf } from '../../support/differential/kind.ts'
import { scenarioOf, sequences, settingOf, stepsOf, upTo } from '../../support/differential/sequence.ts'
import { shrink } from '../../support/differential/shrink.ts'

describe('random sequences', () => {
  test('are the same for the same seed', () => {
    const sample = (seed: number) => fc.sample(sequences(['kv', 'txn', 'dns'], 5), { seed, numRuns: 3 })
    expect(sample(7)).toEqual(sample(7))
    expect(sample(7)).not.toEqual(sample(8))
  })

  test.each(Object.keys(areas))('of %s are requests, questions, awaited answers and pauses', area => {
    const steps = fc.sample(sequences([area], 20), { seed: 1, numRuns: 5 }).flatMap(commands => stepsOf(commands))
    const known = steps.filter(step => step.path !== undefined || step.dns || step.await || step.sleep)
    expect(known).toHaveLength(steps.length)
  })

  test('of an area with agents of its own are not mixed with others', () => {
    expect(() => settingOf(['kv', 'acl-enforcement'])).toThrow('need different agents')
    expect(scenarioOf([], settingOf(['acl-enforcement']))).toMatchObject({ agent: { acl: { enabled: true } } })
    expect(scenarioOf([], settingOf(['kv', 'txn']))).not.toHaveProperty('agent')
  })

  test('of an area that is not there are refused by name', () => {
    expect(() => sequences(['kv', 'nope'], 3)).toThrow('There is no area nope')
  })
})

test('a failing sequence is shrunk to what is needed', async () => {
  const needed = async (list: readonly number[]) => list.includes(3) && list.includes(11)
  expect(await shrink([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], needed)).toEqual([3, 11])
})

test('differences of one kind are told by endpoint and place, not by their values', () => {
  const kind = (text: string) => kindOf({ method: 'PUT', path: '/v1/kv/a?cas=1' }, { step: 0, differences: [text] })
  expect(kind('json: want "1", got "2"')).toBe(kind('json: want "7", got "9"'))
  expect(kind('json: want "1", got "2"')).not.toBe(kind('status: want 200, got 404'))
})

test('commands up to a step are those that had been sent when it was answered', () => {
  const commands = [[{ path: '/a' }], [{ path: '/b' }, { path: '/c' }], [{ path: '/d' }]]
  const steps = stepsOf(commands)
  const at = (path: string) => steps.findIndex(step => step.path === path)
  expect(upTo(commands, at('/a'))).toEqual(commands.slice(0, 1))
  expect(upTo(commands, at('/b'))).toEqual(commands.slice(0, 2))
  expect(upTo(commands, at('/c'))).toEqual(commands.slice(0, 2))
  expect(upTo(commands, at('/d'))).toEqual(commands)
})

test('readers of one sequence have names of their own', () => {
  const reader = blockedOn('/v1/kv/a', [])
  const started = stepsOf([reader, reader]).flatMap(step => step.start ?? [])
  expect(new Set(started).size).toBe(2)
})

test('answers differ by indexes alone, or by more', () => {
  const at = (index: string, rows: object[]): object => ({ headers: { 'x-consul-index': index }, json: rows })
  expect(
    differByIndexesAlone(at('index+4', [{ CreateIndex: 'index+2' }]), at('index<=start', [{ CreateIndex: 'index+1' }])),
  ).toBe(true)
  expect(differByIndexesAlone(at('index+4', [{ CreateIndex: 'index+2' }]), at('index+4', []))).toBe(false)
})

test('rows whose IDs are chance are the same in any order, and others are not', () => {
  const row = (Name: string, n: number) => ({ ID: `<uuid-${n}>`, Hash: `<hash-${n}>`, Name })
  expect(isSameSet({ json: [row('a', 1), row('b', 2)] }, { json: [row('b', 1), row('a', 2)] })).toBe(true)
  expect(isSameSet({ json: [row('a', 1), row('b', 2)] }, { json: [row('b', 1), row('b', 2)] })).toBe(false)
})
