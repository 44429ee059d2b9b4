import { describe, expect, test } from 'vitest'
import type { CheckDefinition } from '../../../../src/model/registration.ts'
import { startPeriodic, type Probe, type Result } from '../../../../src/agent/checks/periodic.ts'
import { CheckUnderTest, settled } from './harness.ts'

interface Run {
  readonly signal: AbortSignal
  readonly timeout: number
  end(result: Result): void
}

/** A check whose runs the test ends itself. */
function start(
  fields: Partial<CheckDefinition>,
  defaultTimeout = 10_000,
): { check: CheckUnderTest; runs: Run[]; last: () => Run } {
  const runs: Run[] = []
  const probe: Probe = (_, signal, timeout) =>
    new Promise(end => {
      runs.push({ signal, timeout, end })
    })
  const check = new CheckUnderTest(fields, undefined, (definition, context) =>
    startPeriodic(definition, context, probe, defaultTimeout),
  )
  return { check, runs, last: () => runs.at(-1)! }
}

const passing: Result = { status: 'passing', output: 'ok' }

describe('when it runs', () => {
  test('first after a random part of the interval', async () => {
    const { check, runs } = start({ interval: 4000 })
    await check.clock.advance(1999)
    expect(runs).toHaveLength(0)
    await check.clock.advance(1)
    expect(runs).toHaveLength(1)
  })

  test('again an interval after the end of a run, never twice at a time', async () => {
    const { check, runs, last } = start({ interval: 4000 })
    await check.clock.advance(2000)
    await check.clock.advance(9000)
    expect(runs).toHaveLength(1)
    last().end(passing)
    await settled()
    await check.clock.advance(3999)
    expect(runs).toHaveLength(1)
    await check.clock.advance(1)
    expect(runs).toHaveLength(2)
  })

  test('no more often than once a second', async () => {
    const { check, runs, last } = start({ interval: 1 })
    await check.clock.advance(500)
    expect(runs).toHaveLength(1)
    last().end(passing)
    await settled()
    await check.clock.advance(999)
    expect(runs).toHaveLength(1)
    await check.clock.advance(1)
    expect(runs).toHaveLength(2)
  })
})

describe('the time-out', () => {
  test('aborts the run, whose result still counts', async () => {
    const { check, last } = start({ timeout: 300 })
    await check.clock.advance(500)
    await check.clock.advance(299)
    expect(last().signal.aborted).toBe(false)
    await check.clock.advance(1)
    expect(last().signal.aborted).toBe(true)
    const result = check.next()
    last().end({ status: 'critical', output: 'too late' })
    expect(await result).toEqual({ status: 'critical', output: 'too late' })
  })

  test('is the default of the kind unless it is more than 0', async () => {
    for (const [timeout, used] of [
      [0, 7000],
      [-1, 7000],
      [20, 20],
    ] as const) {
      const { check, last } = start({ timeout }, 7000)
      await check.clock.advance(500)
      expect(last().timeout).toBe(used)
    }
  })

  test('is no more once the run has ended', async () => {
    const { check, last } = start({ interval: 60_000, timeout: 300 })
    await check.clock.advance(30_000)
    last().end(passing)
    await settled()
    expect(check.clock.pending).toBe(1)
    await check.clock.advance(300)
    expect(last().signal.aborted).toBe(false)
  })

  test('Infinity is none, whatever the definition says', async () => {
    const { check, last } = start({ timeout: 300 }, Infinity)
    await check.clock.advance(500)
    await check.clock.advance(1e9)
    expect(last().signal.aborted).toBe(false)
  })
})

describe('results', () => {
  test('go through the thresholds', async () => {
    const { check, last } = start({ failuresBeforeCritical: 2 })
    for (const status of ['passing', 'critical', 'critical'] as const) {
      await check.clock.advance(1000)
      last().end({ status, output: '' })
      await settled()
    }
    expect(check.reports.map(({ status }) => status)).toEqual(['passing', 'critical'])
  })

  test('an error is critical, and the runs go on', async () => {
    const check = new CheckUnderTest({}, undefined, (definition, context) =>
      startPeriodic(definition, context, () => Promise.reject(new Error('broken')), 1000),
    )
    expect(await check.run()).toEqual({ status: 'critical', output: 'broken' })
    expect(await check.run()).toEqual({ status: 'critical', output: 'broken' })
  })

  test('a report that throws does not end the runs', async () => {
    let reports = 0
    const check = new CheckUnderTest({}, undefined, (definition, context) => {
      const report = (): void => {
        reports++
        throw new Error('no')
      }
      return startPeriodic(definition, { ...context, report }, () => Promise.resolve(passing), 1000)
    })
    await check.clock.advance(500, settled)
    await check.clock.advance(1000, settled)
    expect(reports).toBe(2)
  })
})

describe('stop', () => {
  test('before the first run', async () => {
    const { check, runs } = start({})
    check.running.stop()
    expect(check.clock.pending).toBe(0)
    await check.clock.advance(5000)
    expect(runs).toHaveLength(0)
  })

  test('aborts the run, whose result is not reported', async () => {
    const { check, runs, last } = start({})
    await check.clock.advance(500)
    check.running.stop()
    check.running.stop()
    expect(last().signal.aborted).toBe(true)
    last().end(passing)
    await settled()
    await check.clock.advance(5000)
    expect(check.reports).toEqual([])
    expect(runs).toHaveLength(1)
    expect(check.clock.pending).toBe(0)
  })
})
