import { describe, expect, test } from 'vitest'
import { backoff, follow, type Known, nextIndex } from '../../../ui/lib/follow.ts'
import type { Answer } from '../../../ui/lib/answer.ts'

const answer = (text: string, index?: string, status = 200): Answer => ({ status, index, text, filtered: false })

/** Follows a path through answers that are given one after the other; after the last one nobody asks any more. */
async function followed(path: string, answers: readonly (Answer | Error)[]) {
  const asked: string[] = []
  const told: Known[] = []
  const slept: number[] = []
  const end = new AbortController()
  await follow(path, {
    signal: end.signal,
    tell: known => told.push(known),
    sleep: async ms => {
      slept.push(ms)
      if (asked.length === answers.length) end.abort()
    },
    ask: async url => {
      asked.push(url)
      const next = answers[asked.length - 1] ?? new Error('there are no more answers')
      if (next instanceof Error) throw next
      return next
    },
  })
  return { asked, told, slept }
}

test('asks at once for what is there, then waits for what comes after it', async () => {
  const { asked, told } = await followed('/v1/kv/a?recurse', [answer('one', '7'), answer('two', '9')])
  expect(asked).toEqual(['/v1/kv/a?recurse&index=0', '/v1/kv/a?recurse&index=7&wait=5m'])
  expect(told.map(({ phase, text, index }) => [phase, text, index])).toEqual([
    ['live', 'one', '7'],
    ['live', 'two', '9'],
  ])
})

test('a wait that ran out tells nothing', async () => {
  const { told } = await followed('/v1/x', [answer('one', '7'), answer('one', '7')])
  expect(told).toHaveLength(1)
})

test('an agent that answers without a change is asked less often', async () => {
  const { slept } = await followed('/v1/x', [answer('one', '7'), answer('one', '7'), answer('one', '7')])
  expect(slept.slice(1)).toEqual([1000, 1000])
})

test('an index that went back begins anew', async () => {
  const { asked, told } = await followed('/v1/x', [answer('one', '70'), answer('two', '3'), answer('two', '3')])
  expect(asked.at(-1)).toBe('/v1/x?index=0')
  expect(told.map(({ text }) => text)).toContain('two')
})

test('indexes of events keep all 64 bits', async () => {
  const { asked } = await followed('/v1/event/list', [answer('[]', '14695981039346656037'), answer('[]', '1')])
  expect(asked[1]).toContain('index=14695981039346656037&')
})

test('what is not there yet can be waited for', async () => {
  const { asked, told } = await followed('/v1/kv/a', [answer('', '5', 404), answer('[]', '6')])
  expect(told.map(({ phase, text }) => [phase, text])).toEqual([
    ['live', undefined],
    ['live', '[]'],
  ])
  expect(asked[1]).toContain('index=5')
})

test('what cannot be waited for is asked once', async () => {
  const { asked, told } = await followed('/v1/agent/members', [answer('[]')])
  expect(asked).toHaveLength(1)
  expect(told).toMatchObject([{ phase: 'live', text: '[]' }])
})

test.each([404, 501])('a path that nobody serves (%i) is not asked for again', async status => {
  const { asked, told } = await followed('/_miniconsul/blocked', [answer('no such path', undefined, status)])
  expect(asked).toHaveLength(1)
  expect(told).toMatchObject([{ phase: 'absent', problem: 'no such path' }])
})

test('a lost connection keeps what was known, is tried again more and more seldom, and then begins anew', async () => {
  const lost = new Error('no connection')
  const { asked, told, slept } = await followed('/v1/x', [answer('one', '7'), lost, lost, answer('one', '2')])
  expect(told.map(({ phase, text }) => [phase, text])).toEqual([
    ['live', 'one'],
    ['lost', 'one'],
    ['lost', 'one'],
    ['live', 'one'],
  ])
  expect(told[1]?.problem).toBe('no connection')
  expect(slept.slice(1, 3)).toEqual([500, 1000])
  expect(asked[3]).toBe('/v1/x?index=0')
})

test('an answer that says no is a lost connection, in the words of the agent', async () => {
  const { told } = await followed('/v1/x', [answer('No cluster leader', undefined, 500)])
  expect(told).toMatchObject([{ phase: 'lost', problem: 'No cluster leader' }])
})

describe('helpers', () => {
  test('an index is never 0 once there was an answer', () => {
    expect(nextIndex('0', '0')).toBe('1')
    expect(nextIndex('0', 'nonsense')).toBe('1')
    expect(nextIndex('8', '7')).toBe('0')
    expect(nextIndex('8', '8')).toBe('8')
  })

  test('tries never lie more than ten seconds apart', () => {
    expect([1, 2, 3, 30].map(backoff)).toEqual([500, 1000, 2000, 10_000])
  })
})

test('what is denied says why, shows nothing, and is asked for again', async () => {
  const denied = answer("lacks permission 'acl:read'", undefined, 403)
  const { asked, told } = await followed('/v1/acl/tokens', [answer('[1]', '7'), denied, answer('[2]', '8')])
  expect(told.map(({ phase, text }) => [phase, text])).toEqual([
    ['live', '[1]'],
    ['denied', undefined],
    ['live', '[2]'],
  ])
  expect(told[1]?.problem).toContain('acl:read')
  expect(asked[2]).toBe('/v1/acl/tokens?index=0')
})

test('what is hidden from the token is said', async () => {
  const { told } = await followed('/v1/x', [{ ...answer('[]', '7'), filtered: true }])
  expect(told[0]?.filtered).toBe(true)
})
