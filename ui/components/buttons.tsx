import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { mayWrite } from '../shell/config.ts'
import { act } from '../shell/notice.ts'

export interface ActionProps {
  /** What is said when it went well. */
  readonly done: string
  readonly run: () => Promise<unknown>
  readonly children: ComponentChildren
  readonly label?: string
  readonly kind?: 'plain' | 'main' | 'danger'
  readonly pressed?: boolean
}

/** A button that changes something. It is not there where nothing may be changed. */
export function Action({ done, run, children, label, kind = 'plain', pressed }: ActionProps) {
  const [busy, setBusy] = useState(false)
  if (!mayWrite()) return null
  const onClick = async (): Promise<void> => {
    setBusy(true)
    await act(done, run)
    setBusy(false)
  }
  return (
    <button
      type="button"
      class={kind}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      aria-busy={busy}
      disabled={busy}
      onClick={() => void onClick()}
    >
      {children}
    </button>
  )
}

/** The same for what cannot be taken back: it wants to be pressed twice. */
export function Danger({ children, ...action }: Omit<ActionProps, 'kind' | 'children'> & { children: string }) {
  const [asked, setAsked] = useState(false)
  if (!mayWrite()) return null
  if (!asked) {
    return (
      <button type="button" aria-label={action.label} title={action.label} onClick={() => setAsked(true)}>
        {children}
      </button>
    )
  }
  return (
    <span class="group" onKeyDown={event => event.key === 'Escape' && (event.stopPropagation(), setAsked(false))}>
      <Action done={action.done} kind="danger" run={() => action.run().finally(() => setAsked(false))}>
        Yes, {children.toLowerCase()}
      </Action>
      <button type="button" onClick={() => setAsked(false)}>
        No
      </button>
    </span>
  )
}
