import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { jsonProblem, type TextProblem } from '../lib/json-problem.ts'

export type ShownProblem = Partial<TextProblem> & { readonly message: string }

export interface CodeFieldProps {
  readonly label: string
  readonly name: string
  readonly value: string
  readonly rows?: number
  readonly hint?: string | undefined
  /** What the agent said is wrong with it. */
  readonly problem?: ShownProblem | undefined
  /** What the text itself tells: shown while typing. */
  readonly check?: (text: string) => TextProblem | undefined
}

/** A field for text of several lines, which shows what is wrong at its line. */
export function CodeField({ label, name, value, rows = 12, hint, problem, check }: CodeFieldProps) {
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(value)
  const [refused, setRefused] = useState<{ readonly problem: ShownProblem; readonly text: string } | undefined>()
  useEffect(() => setRefused(problem && { problem, text: area.current?.value ?? '' }), [problem])
  // what was refused is not what stands here any more as soon as it is changed
  const shown = check?.(text) ?? (refused?.text === text ? refused.problem : undefined)
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        ref={area}
        id={id}
        name={name}
        rows={rows}
        spellcheck={false}
        autocapitalize="off"
        defaultValue={value}
        aria-invalid={shown !== undefined}
        aria-describedby={[hint && `${id}-hint`, shown && `${id}-problem`].filter(Boolean).join(' ') || undefined}
        onInput={event => setText(event.currentTarget.value)}
      />
      {hint !== undefined && (
        <p class="faint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <div id={`${id}-problem`} aria-live="polite">
        {shown && <Problem problem={shown} text={text} onGo={() => selectLine(area.current, shown.line)} />}
      </div>
    </div>
  )
}

/** What is wrong with a text, at its line. */
export function Problem({ problem, text, onGo }: { problem: ShownProblem; text: string; onGo: () => void }) {
  const { line, column = 1, message } = problem
  if (line === undefined) return <p class="problem">{message}</p>
  const [numbered, pad] = [`${line} | `, ' '.repeat(`${line} | `.length + column - 1)]
  return (
    <div class="problem">
      <p>
        Line {line}, column {column}: {message}
      </p>
      <pre>
        {numbered}
        {text.split('\n')[line - 1] ?? ''}
        {'\n'}
        {pad}^
      </pre>
      <button type="button" onClick={onGo}>
        Go to line {line}
      </button>
    </div>
  )
}

/** Selects a line of a field. */
export function selectLine(area: HTMLTextAreaElement | null, line = 1): void {
  if (!area) return
  const before = area.value.split('\n').slice(0, line - 1)
  const start = before.join('\n').length + (before.length > 0 ? 1 : 0)
  const end = area.value.indexOf('\n', start)
  area.focus()
  area.setSelectionRange(start, end < 0 ? area.value.length : end)
}

/** A field for JSON. Broken JSON is pointed at while it is typed. */
export function JsonField(props: Omit<CodeFieldProps, 'check'>) {
  return <CodeField {...props} check={jsonProblem} />
}
