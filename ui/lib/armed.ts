import type { ControlStatus } from './control-types.ts'
import { spanText } from './format.ts'

/** Something that changes how the agent answers, for a badge. */
export interface Armed {
  /** The page that shows it. */
  readonly page: string
  readonly text: string
  /** What it means. */
  readonly title: string
  /** What stands beside the page's name in the menu. */
  readonly short: string
  readonly kind?: 'critical'
}

/** What is in effect, the most severe first; nothing on an agent that was left alone. */
export function armed(status: ControlStatus | undefined): readonly Armed[] {
  if (!status) return []
  const { Leader, Faults, BlockedQueries } = status
  const all: Armed[] = []
  if (Leader === '')
    all.push({
      page: 'cluster',
      text: 'No leader',
      title: 'The cluster has no leader: writes and consistent reads fail',
      short: 'no leader',
      kind: 'critical',
    })
  if (Faults > 0)
    all.push({
      page: 'faults',
      text: counted(Faults, 'fault'),
      title: `${counted(Faults, 'fault')} can still apply to requests`,
      short: String(Faults),
      kind: 'critical',
    })
  const clock = clockArmed(status)
  if (clock) all.push(clock)
  if (BlockedQueries > 0)
    all.push({
      page: 'blocked',
      text: `${BlockedQueries.toLocaleString('en')} blocked`,
      title: `${counted(BlockedQueries, 'client')} waiting in blocking queries`,
      short: BlockedQueries.toLocaleString('en'),
    })
  return all
}

function clockArmed({ Clock: { Mode, OffsetMs } }: ControlStatus): Armed | undefined {
  if (Mode === 'manual') {
    const title = 'The clock stands still until it is advanced'
    return { page: 'control', text: 'Clock stopped', title, short: 'stopped' }
  }
  if (OffsetMs === 0) return undefined
  const ahead = `+${spanText(OffsetMs)}`
  return { page: 'control', text: `Clock ${ahead}`, title: `The clock was advanced by ${ahead.slice(1)}`, short: ahead }
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`
