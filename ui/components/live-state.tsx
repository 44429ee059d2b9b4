import type { ComponentChildren } from 'preact'
import { config } from '../shell/config.ts'
import { identity } from '../shell/identity.ts'
import type { Live } from '../shell/use-live.ts'
import { Denied } from './denied.tsx'

export interface WhenThereProps {
  readonly of: Live<unknown>
  /** What is listed, as in `services`: some may be hidden from the token. */
  readonly what?: string | undefined
  readonly children: ComponentChildren
}

/** What to show as long as there is nothing to show; else what follows. */
export function WhenThere({ of, what, children }: WhenThereProps) {
  if (of.phase === 'loading') return <p class="empty">Loading …</p>
  if (of.phase === 'denied') return <Denied problem={of.problem ?? ''} />
  if (of.phase === 'absent')
    return <p class="empty">Not available on this agent: {of.problem || 'it does not serve that path.'}</p>
  if (of.phase === 'lost' && of.value === undefined) return <p class="empty">No answer yet: {of.problem}</p>
  return (
    <>
      {what !== undefined && <Hidden what={what} filtered={of.filtered} />}
      {children}
    </>
  )
}

/** Says that a list is not all there is. Agents do not tell requests without a token what they left out. */
function Hidden({ what, filtered }: { what: string; filtered: boolean }) {
  if (filtered) return <p class="hint">Some {what} are hidden from your token.</p>
  if (!config.value.ACLsEnabled || identity.value) return null
  return <p class="hint">You are not signed in: {what} that the anonymous token may not read are not shown.</p>
}
