import { useRef, useState } from 'preact/hooks'
import { Problem, selectLine } from '../../components/code-field.tsx'
import { asText, fromBase64, fromText } from '../../lib/bytes.ts'
import { prettyJson } from '../../lib/json.ts'
import { likelyJsonProblem, parsedJson } from '../../lib/json-problem.ts'
import { saveKey } from '../../lib/kv-save.ts'
import type { KvEntry } from '../../lib/types.ts'
import { go, withParams } from '../../shell/address.ts'
import { act } from '../../shell/notice.ts'
import { useUnsaved } from '../../shell/unsaved.ts'

/** Changes a value. It is saved only over what was seen here: anything that was written meanwhile is shown first. */
export function KvEditor({ name, entry }: { name: string; entry: KvEntry | undefined }) {
  const [base, setBase] = useState(entry)
  const value = useRef<HTMLTextAreaElement>(null)
  const flags = useRef<HTMLInputElement>(null)
  const text = asText(fromBase64(base?.Value ?? ''))
  const [binary, setBinary] = useState(text === undefined)
  const [typed, setTyped] = useState(text ?? '')
  const broken = binary ? undefined : likelyJsonProblem(typed)
  const changed = entry?.ModifyIndex !== base?.ModifyIndex
  const { touch, clean } = useUnsaved()
  const done = withParams({ edit: undefined })

  const written = (): Uint8Array => {
    const now = value.current?.value ?? ''
    return binary ? fromBase64(now) : fromText(now)
  }
  const save = async (): Promise<void> => {
    await saveKey(name, written(), flags.current?.value ?? '0', base?.ModifyIndex ?? 0)
    clean()
    go(done)
  }
  const switchView = (): void => {
    const area = value.current
    if (!area) return
    const bytes = written()
    const shown = binary ? asText(bytes) : btoa(String.fromCharCode(...bytes))
    if (shown === undefined) throw new Error('These bytes are no text.')
    area.value = shown
    setTyped(shown)
    setBinary(!binary)
  }
  const takeTheirs = (): void => {
    setBase(entry)
    if (value.current) value.current.value = (binary ? entry?.Value : asText(fromBase64(entry?.Value ?? ''))) ?? ''
    if (flags.current) flags.current.value = String(entry?.Flags ?? 0)
    setTyped(value.current?.value ?? '')
  }
  const indent = (): void => {
    const area = value.current
    if (!area) return
    parsedJson(area.value)
    area.value = prettyJson(area.value) ?? area.value
    setTyped(area.value)
  }

  return (
    <form
      class="editor"
      onInput={touch}
      onSubmit={event => {
        event.preventDefault()
        void act(`${name} is saved.`, save)
      }}
    >
      {changed && <Conflict theirs={entry} onTake={takeTheirs} onKeep={() => setBase(entry)} />}
      <label for="kv-value">{binary ? 'Value in Base64' : 'Value'}</label>
      <textarea
        id="kv-value"
        ref={value}
        spellcheck={false}
        rows={14}
        defaultValue={(text ?? base?.Value) || ''}
        aria-describedby={broken && 'kv-broken'}
        onInput={event => setTyped(event.currentTarget.value)}
      />
      <div id="kv-broken" aria-live="polite">
        {broken && (
          <Problem
            problem={{ ...broken, message: `${broken.message} It can be saved as text.` }}
            text={typed}
            onGo={() => selectLine(value.current, broken.line)}
          />
        )}
      </div>
      <div class="bar">
        <label>
          Flags <input ref={flags} inputMode="numeric" pattern="\d{1,20}" defaultValue={String(base?.Flags ?? 0)} />
        </label>
        <button type="button" onClick={() => void act('', async () => switchView())}>
          {binary ? 'As text' : 'As Base64'}
        </button>
        {!binary && (
          <button type="button" onClick={() => void act('', async () => indent())}>
            Indent JSON
          </button>
        )}
      </div>
      <div class="bar">
        <button type="submit" class="main" disabled={changed}>
          Save
        </button>
        <a class="button" href={done} data-discard>
          Cancel
        </a>
      </div>
    </form>
  )
}

interface ConflictProps {
  readonly theirs: KvEntry | undefined
  readonly onTake: () => void
  readonly onKeep: () => void
}

function Conflict({ theirs, onTake, onKeep }: ConflictProps) {
  const text = theirs && (asText(fromBase64(theirs.Value ?? '')) ?? theirs.Value ?? '')
  return (
    <div class="conflict" role="alert">
      <p>
        {theirs
          ? 'This key was changed while you were editing it. Nothing is saved before you have seen the change:'
          : 'This key was deleted while you were editing it.'}
      </p>
      {text !== undefined && (
        <pre tabIndex={0} aria-label="The value that is there now">
          {text}
        </pre>
      )}
      <span class="group">
        <button type="button" onClick={onTake}>
          Take what is there
        </button>
        <button type="button" onClick={onKeep}>
          Keep mine
        </button>
      </span>
    </div>
  )
}
