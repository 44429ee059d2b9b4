import { leftText } from '../lib/format.ts'
import { agentTime } from '../shell/clock.ts'

/** How long something has left, second by second, by the agent's clock. */
export function TimeLeft({ endsAt }: { endsAt: string | undefined }) {
  const now = agentTime.value
  if (endsAt === undefined || now === undefined) return null
  return <span class="number">{leftText(Date.parse(endsAt), now)}</span>
}
