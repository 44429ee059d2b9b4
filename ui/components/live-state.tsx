import type { ComponentChildren } from 'preact'
import type { Live } from '../shell/use-live.ts'

/** What to show as long as there is nothing to show; else what follows. */
export function WhenThere({ of, children }: { of: Live<unknown>; children: ComponentChildren }) {
  if (of.phase === 'loading') return <p class="empty">Loading …</p>
  if (of.phase === 'absent')
    return <p class="empty">This agent does not tell: {of.problem || 'there is no such path.'}</p>
  if (of.phase === 'lost' && of.value === undefined) return <p class="empty">No answer yet: {of.problem}</p>
  return <>{children}</>
}
