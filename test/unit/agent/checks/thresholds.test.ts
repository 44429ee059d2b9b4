import { describe, expect, test } from 'vitest'
import { defineCheck } from '../../../../src/agent/checks/definition.ts'
import { withThresholds } from '../../../../src/agent/checks/thresholds.ts'
import type { CheckStatus } from '../../../../src/model/rows.ts'

const STATUS: Record<string, CheckStatus> = { p: 'passing', w: 'warning', c: 'critical' }

/** What is shown after each of the results: a letter, or a dot when the result was held back. */
function shown(results: string, limits: { success?: number; warning?: number; critical?: number }): string {
  let reported = '.'
  const report = withThresholds(
    defineCheck({
      successBeforePassing: limits.success ?? 0,
      failuresBeforeWarning: limits.warning ?? 0,
      failuresBeforeCritical: limits.critical ?? 0,
    }),
    status => {
      reported = status.charAt(0)
    },
  )
  return results
    .split('')
    .map(letter => {
      reported = '.'
      report(STATUS[letter]!, '')
      return reported
    })
    .join('')
}

describe('as seen on the real agent', () => {
  test('without limits every result counts', () => {
    expect(shown('pcwpcc', {})).toBe('pcwpcc')
    expect(shown('pcwpcc', { success: -1, warning: -1, critical: -1 })).toBe('pcwpcc')
    expect(shown('pccp', { critical: 1 })).toBe('pccp')
  })

  test('the first result counts at once', () => {
    expect(shown('pp', { success: 3 })).toBe('pp')
    expect(shown('cccccc', { critical: 3 })).toBe('cccccc')
    expect(shown('ccc', { success: 2 })).toBe('ccc')
  })

  test('successBeforePassing and failuresBeforeCritical', () => {
    expect(shown('ppcccccppppp', { success: 3, critical: 3 })).toBe('pp..ccc..ppp')
  })

  test('a success in between starts the count of failures again', () => {
    expect(shown('ppcccpccpccc', { critical: 3 })).toBe('pp..cp..p..c')
  })

  test('failuresBeforeWarning', () => {
    expect(shown('ppcccccccccp', { warning: 2, critical: 4 })).toBe('pp.wwccccccp')
    expect(shown('ppwwwwccccpp', { warning: 1, critical: 3 })).toBe('ppwwwwwwccpp')
  })

  test('failuresBeforeWarning is failuresBeforeCritical when not given', () => {
    expect(shown('pcccp', { critical: 3 })).toBe('p..cp')
    expect(shown('pcccp', { warning: 3, critical: 3 })).toBe('p..cp')
  })

  test('a warning counts as a success', () => {
    expect(shown('cppwpppwpppp', { success: 3 })).toBe('c..wpppwpppp')
    expect(shown('wcccccpp', { critical: 3 })).toBe('w..cccpp')
    expect(shown('ppwcwcwcwcpp', { warning: 2, critical: 4 })).toBe('ppw.w.w.w.pp')
    expect(shown('pccpccwccc', { success: 2, warning: 2, critical: 5 })).toBe('p.w..w..ww')
  })
})

test('the output goes with the result that is shown', () => {
  const outputs: string[] = []
  const report = withThresholds(defineCheck({ failuresBeforeCritical: 2 }), (_, output) => outputs.push(output))
  report('passing', 'one')
  report('critical', 'two')
  report('critical', 'three')
  expect(outputs).toEqual(['one', 'three'])
})
