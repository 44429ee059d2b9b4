import { useMemo } from 'preact/hooks'
import { type Counts, statusCounts, worst } from '../lib/status.ts'
import { param } from '../shell/address.ts'
import { Choice } from './toolbar.tsx'

const STATUSES = { all: 'All', critical: 'Critical', warning: 'Warning', passing: 'Passing' }

/** Shows items of one status only, which stands in the address. */
export const StatusChoice = ({ counts }: { counts: Readonly<Record<string, number>> }) => (
  <Choice name="status" label="Status" values={STATUSES} counts={counts} />
)

/** The items of the chosen status, which is the worst of their checks, and how many there are of each. */
export function useStatusChoice<T>(items: readonly T[], checksOf: (item: T) => Counts) {
  const status = param('status')
  const ofStatus = useMemo(
    () =>
      status === '' || status === 'all' ? items : items.filter(item => (worst(checksOf(item)) ?? 'none') === status),
    [items, status],
  )
  const counts = useMemo(() => statusCounts(items.map(item => worst(checksOf(item)))), [items])
  return { ofStatus, counts }
}
