import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { useUnsaved } from '../shell/unsaved.ts'
import { act } from '../shell/notice.ts'

/** The fields of a form as they are filled in. */
export interface Fields {
  /** The value of a field, without space around it; '' where it is empty or not chosen. */
  readonly text: (name: string) => string
  /** The value exactly as it stands there. */
  readonly raw: (name: string) => string
  /** All that was chosen of it. */
  readonly all: (name: string) => readonly string[]
}

export interface EditFormProps {
  readonly label: string
  /** What is said when it went well. */
  readonly done: string
  readonly save: (fields: Fields) => Promise<unknown>
  readonly cancelHref: string
  readonly submit?: string
  /** Shows a refusal at its place, and says that it did; the form shows all others. */
  readonly onRefusal?: (message: string) => boolean
  readonly children: ComponentChildren
}

/** A form with its fields one below the other. What is typed stays in its fields when saving is refused. */
export function EditForm(props: EditFormProps) {
  const form = useRef<HTMLFormElement>(null)
  const [busy, setBusy] = useState(false)
  const { touch, clean } = useUnsaved()
  const [problem, setProblem] = useState('')
  const save = async (): Promise<void> => {
    setBusy(true)
    setProblem('')
    clean()
    await act(props.done, async () => {
      try {
        await props.save(fieldsOf(form.current))
      } catch (err) {
        const message = err instanceof Error ? err.message : String(err)
        touch()
        if (props.onRefusal?.(message) !== true) setProblem(message)
        throw err
      }
    })
    setBusy(false)
  }
  return (
    <form
      ref={form}
      class="editor"
      aria-label={props.label}
      onInput={touch}
      onSubmit={event => {
        event.preventDefault()
        void save()
      }}
    >
      {props.children}
      {problem !== '' && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="bar">
        <button type="submit" class="main" disabled={busy} aria-busy={busy}>
          {props.submit ?? 'Save'}
        </button>
        <a class="button" href={props.cancelHref} data-discard>
          Cancel
        </a>
      </div>
    </form>
  )
}

function fieldsOf(form: HTMLFormElement | null): Fields {
  const data = new FormData(form ?? undefined)
  const all = (name: string): readonly string[] => data.getAll(name).map(String)
  const raw = (name: string): string => all(name)[0] ?? ''
  return { text: name => raw(name).trim(), raw, all }
}
