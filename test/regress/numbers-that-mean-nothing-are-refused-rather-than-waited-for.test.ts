import { expect, it } from 'vitest'
import { createConsul } from '../../src/index.ts'
import { parseSeed } from '../../src/seed/read.ts'

it.each([Infinity, 1e300, NaN, -5, '-5s'])('the clock is not moved by %s', async by => {
  const consul = createConsul({ clock: 'manual' })
  const before = consul.clock.now()
  await expect(consul.clock.advance(by)).rejects.toMatchObject({ code: 'MC_ERR_DURATION' })
  expect(consul.clock.now()).toBe(before)
})

it.each([NaN, 1.5])('a wait for %s blocked queries is refused', async count => {
  await expect(createConsul().untilBlocked({}, count)).rejects.toMatchObject({ code: 'MC_ERR_MATCH' })
})

it.each(['null', '5', '[[]]'])('a prepared query in a seed is no %s', async query => {
  await expect(parseSeed(`{"queries": [${query}]}`, 'json', 'it')).rejects.toMatchObject({ code: 'MC_ERR_SEED' })
})

it('a key is no number: all lists would fail from then on', () => {
  const consul = createConsul()
  expect(() => consul.kv.put(5 as unknown as string, 'x')).toThrow('key has to be a text, not 5')
  expect(consul.kv.keys()).toEqual([])
})
