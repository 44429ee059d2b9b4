import { useState } from 'preact/hooks'
import { act } from '../shell/notice.ts'

/** A secret, which is shown only when that is asked for. */
export function Secret({ value, label }: { value: string; label: string }) {
  const [shown, setShown] = useState(false)
  return (
    <span class="group">
      {shown ? <code>{value}</code> : <span class="faint">hidden</span>}
      <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
        {shown ? 'Hide' : 'Show'} <span class="unseen">{label}</span>
      </button>
      <Copy text={value} label={label} />
    </span>
  )
}

/** Copies a text to the clipboard; not there where the browser has none for this page. */
export function Copy({ text, label }: { text: string; label: string }) {
  const { clipboard } = navigator as { readonly clipboard?: Clipboard }
  if (!clipboard) return null
  return (
    <button
      type="button"
      title={`Copy ${label.toLowerCase()}`}
      onClick={() => void act(`${label} is copied.`, () => clipboard.writeText(text))}
    >
      Copy <span class="unseen">{label}</span>
    </button>
  )
}

/** A command to copy. */
export function Command({ children }: { children: string }) {
  return (
    <span class="command">
      <code>{children}</code>
      <Copy text={children} label="The command" />
    </span>
  )
}
