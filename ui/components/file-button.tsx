import { useRef } from 'preact/hooks'
import { mayWrite } from '../shell/config.ts'
import { act } from '../shell/notice.ts'

export interface FileButtonProps {
  /** What is said when it went well. */
  readonly done: string
  /** Takes the text of the file. */
  readonly run: (text: string) => Promise<unknown>
  readonly children: string
}

/** A button that takes a file. It is not there where nothing may be changed. */
export function FileButton({ done, run, children }: FileButtonProps) {
  const file = useRef<HTMLInputElement>(null)
  if (!mayWrite()) return null
  return (
    <>
      <button type="button" onClick={() => file.current?.click()}>
        {children}
      </button>
      <input
        ref={file}
        class="unseen"
        type="file"
        tabIndex={-1}
        aria-label={`File for: ${children}`}
        onChange={event => {
          const input = event.currentTarget
          const [chosen] = input.files ?? []
          if (chosen) void act(done, async () => run(await chosen.text()))
          input.value = ''
        }}
      />
    </>
  )
}
