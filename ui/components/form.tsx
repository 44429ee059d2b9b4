import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { act } from '../shell/notice.ts'

export interface StripProps {
  /** What is said when it went well; '' for nothing. */
  readonly done: string
  readonly label: string
  /** Takes the fields by their names. */
  readonly run: (field: (name: string) => string) => Promise<unknown>
  /** Empties the fields afterwards. */
  readonly clears?: boolean
  readonly children: ComponentChildren
}

/** A form in one line. What is typed stays in its fields only. */
export function Strip({ done, label, run, clears = false, children }: StripProps) {
  const form = useRef<HTMLFormElement>(null)
  const submit = async (): Promise<void> => {
    const data = new FormData(form.current ?? undefined)
    await run(name => {
      const value = data.get(name)
      return typeof value === 'string' ? value.trim() : ''
    })
    if (clears) form.current?.reset()
  }
  return (
    <form
      ref={form}
      class="strip"
      aria-label={label}
      onSubmit={event => {
        event.preventDefault()
        void act(done, submit)
      }}
    >
      {children}
    </form>
  )
}
