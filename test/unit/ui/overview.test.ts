import { expect, test } from 'vitest'
import { nodeTotals, serviceTotals } from '../../../ui/lib/overview.ts'
import type { NodeOverview, ServiceSummary } from '../../../ui/lib/types.ts'

const check = (CheckID: string, Status: string) => ({ CheckID, Status })

test('services count as the worst of their checks', () => {
  const service = (ChecksPassing: number, ChecksWarning: number, ChecksCritical: number) =>
    ({ ChecksPassing, ChecksWarning, ChecksCritical }) as ServiceSummary
  expect(serviceTotals([service(1, 0, 0), service(3, 1, 0), service(1, 1, 1), service(0, 0, 0)])).toEqual({
    all: 4,
    passing: 1,
    warning: 1,
    critical: 1,
  })
})

test('nodes count as the worst of their checks, and what fails comes worst first', () => {
  const nodes = [
    { Checks: [check('a', 'passing'), check('b', 'warning')] },
    { Checks: [check('c', 'critical')] },
    { Checks: [] },
  ] as unknown as NodeOverview[]
  const { failing, ...counts } = nodeTotals(nodes)
  expect(counts).toEqual({ nodes: { all: 3, passing: 0, warning: 1, critical: 1 }, checks: 3 })
  expect(failing.map(({ CheckID }) => CheckID)).toEqual(['c', 'b'])
})
