import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

/** Whether something was typed into a form that is not saved yet. */
export const unsaved = signal(false)

/** Where to go when what was typed may be lost: it is asked for first. */
export const leaving = signal<string | undefined>(undefined)

/** For a form: `touch` when something is typed, `clean` when it is saved. A form that goes away leaves nothing unsaved. */
export function useUnsaved(): { readonly touch: () => void; readonly clean: () => void } {
  const clean = (): void => void (unsaved.value = false)
  useEffect(() => clean, [])
  return { touch: () => void (unsaved.value = true), clean }
}
