import { expect, test } from 'vitest'
import { RequestLimits } from '../../../src/agent/request-limits.ts'
import { silentLogger } from '../../../src/logging/logger.ts'
import { defaultSettings, type RequestLimitSettings, type Settings } from '../../../src/model/settings.ts'

const withLimits = (requests: RequestLimitSettings): Settings => ({
  ...defaultSettings,
  limits: { ...defaultSettings.limits, requests },
})

function started(requests: RequestLimitSettings, logged: string[] = []) {
  const clock = { time: 0, now: () => clock.time, setTimeout: () => ({ clear: () => undefined }) }
  const state = { settings: withLimits(requests) }
  const logger = {
    ...silentLogger,
    debug: (text: string, fields?: object) => logged.push(text + JSON.stringify(fields)),
  }
  const limits = new RequestLimits(clock, logger, () => state.settings)
  const admitted = (kind: 'read' | 'write', times: number): number =>
    Array.from({ length: times }, () => limits.admits(kind)).filter(Boolean).length
  return { clock, limits, admitted, state }
}

test('ten seconds of requests may come at once, and then as many as the rate says', () => {
  const { clock, admitted } = started({ mode: 'enforcing', readRate: 2, writeRate: 1 })
  expect(admitted('read', 100)).toBe(20)
  expect(admitted('write', 100)).toBe(10)
  clock.time = 3000
  expect(admitted('read', 100)).toBe(6)
  expect(admitted('write', 100)).toBe(3)
})

test('a rate below one a second lets nothing through, a negative one everything', () => {
  const { admitted, clock } = started({ mode: 'enforcing', readRate: 0.5, writeRate: -1 })
  clock.time = 60_000
  expect(admitted('read', 10)).toBe(0)
  expect(admitted('write', 1000)).toBe(1000)
})

test('the permissive mode logs what it would refuse', () => {
  const logged: string[] = []
  const { admitted } = started({ mode: 'permissive', readRate: 0, writeRate: 0 }, logged)
  expect(admitted('read', 1)).toBe(1)
  expect(logged).toEqual([
    'RPC exceeded allowed rate limit{"source_addr":"","limit_type":"global/read","limit_enforced":false}',
  ])
})

test('a change of the settings begins anew', () => {
  const { admitted, state, limits } = started({ mode: 'enforcing', readRate: 1, writeRate: 1 })
  expect(admitted('read', 20)).toBe(10)
  state.settings = withLimits({ mode: 'enforcing', readRate: 1, writeRate: 1 })
  expect(admitted('read', 20)).toBe(10)
  state.settings = withLimits({ mode: 'disabled', readRate: 1, writeRate: 1 })
  expect(limits.active).toBe(false)
  expect(admitted('read', 20)).toBe(20)
})

test('a reload that changes nothing leaves what is used up, but for the first one', () => {
  const requests = { mode: 'enforcing', readRate: 2, writeRate: 1 } as const
  const { admitted, limits, state } = started(requests)
  const reload = (next: RequestLimitSettings): void => {
    state.settings = withLimits(next)
    limits.reload(next)
  }
  expect(admitted('read', 100)).toBe(20)
  reload({ ...requests })
  expect(admitted('read', 100)).toBe(20)
  reload({ ...requests })
  expect(admitted('read', 100)).toBe(0)
  reload({ ...requests, writeRate: 2 })
  expect(admitted('read', 100)).toBe(20)
})
