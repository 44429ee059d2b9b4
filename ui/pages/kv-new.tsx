import { useRef } from 'preact/hooks'
import { Detail } from '../components/split.tsx'
import { fromText } from '../lib/bytes.ts'
import { saveKey } from '../lib/kv-save.ts'
import { go, withParams } from '../shell/address.ts'
import { act } from '../shell/notice.ts'
import { useUnsaved } from '../shell/unsaved.ts'

/** A key that is not there yet. */
export function KvNew({ folder }: { folder: string }) {
  const name = useRef<HTMLInputElement>(null)
  const value = useRef<HTMLTextAreaElement>(null)
  const { touch, clean } = useUnsaved()
  const create = async (): Promise<void> => {
    const key = name.current?.value ?? ''
    if (key === '') throw new Error('A key needs a name.')
    await saveKey(key, fromText(value.current?.value ?? ''), '0', 0)
    clean()
    go(withParams({ new: undefined, key }))
  }
  return (
    <Detail title="New key" closeHref={withParams({ new: undefined })}>
      <form
        class="editor"
        onInput={touch}
        onSubmit={event => {
          event.preventDefault()
          void act('The key is saved.', create)
        }}
      >
        <label for="new-key">Key</label>
        <input id="new-key" ref={name} defaultValue={folder} spellcheck={false} autocomplete="off" />
        <label for="new-value">Value</label>
        <textarea id="new-value" ref={value} rows={10} spellcheck={false} />
        <div class="bar">
          <button type="submit" class="main">
            Save
          </button>
        </div>
      </form>
    </Detail>
  )
}
