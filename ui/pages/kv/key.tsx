import { Action, Danger } from '../../components/buttons.tsx'
import { Facts } from '../../components/facts.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import { Detail } from '../../components/split.tsx'
import { Choice } from '../../components/toolbar.tsx'
import { asText, fromBase64 } from '../../lib/bytes.ts'
import { sizeText } from '../../lib/format.ts'
import { send } from '../../lib/http.ts'
import { prettyJson } from '../../lib/json.ts'
import { keyPath } from '../../lib/kv.ts'
import { hrefOf } from '../../lib/place.ts'
import type { KvEntry } from '../../lib/types.ts'
import { currentParams, param, withParams } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { useLive } from '../../shell/use-live.ts'
import { KvEditor } from './editor.tsx'

/** One key: its value as it is now, and the way to change it. */
export function KvKey({ name }: { name: string }) {
  const live = useLive<readonly KvEntry[]>(`/v1/kv/${keyPath(name)}`)
  const entry = live.value?.[0]
  const editing = param('edit') !== '' && mayWrite()
  const title = name.slice(param('folder').length) || name
  return (
    <Detail
      title={title}
      closeHref={hrefOf(['kv'], currentParams('folder', 'q', 'in', 'flat', 'view'))}
      actions={!editing && entry && <KeyActions entry={entry} />}
    >
      <WhenThere of={live}>
        {editing ? (
          <KvEditor name={name} entry={entry} />
        ) : entry ? (
          <KeyValue entry={entry} />
        ) : (
          <p class="empty">This key does not exist, or not any more.</p>
        )}
      </WhenThere>
    </Detail>
  )
}

function KeyActions({ entry: { Key, ModifyIndex } }: { entry: KvEntry }) {
  if (!mayWrite()) return null
  const remove = async (): Promise<void> => {
    const done = await send('DELETE', `/v1/kv/${keyPath(Key)}?cas=${ModifyIndex}`)
    if (done.trim() !== 'true') throw new Error(`${Key} was changed meanwhile: it was not deleted.`)
  }
  return (
    <>
      <a class="button" href={withParams({ edit: 'value' })}>
        Edit
      </a>
      <Danger done={`${Key} is deleted.`} run={remove}>
        Delete
      </Danger>
    </>
  )
}

const VIEWS = { '': 'Text', json: 'JSON', base64: 'Base64' }

function KeyValue({ entry }: { entry: KvEntry }) {
  const bytes = fromBase64(entry.Value ?? '')
  return (
    <>
      <div class="bar">
        <Choice name="view" label="Show the value as" values={VIEWS} />
        <span class="faint">{sizeText(bytes.length)}</span>
      </div>
      <pre class="value" tabIndex={0} aria-label="Value">
        {shownAs(param('view'), entry, bytes)}
      </pre>
      <Facts
        facts={{
          Key: <code>{entry.Key}</code>,
          Flags: <code>{entry.Flags}</code>,
          Lock: entry.Session ? <Lock entry={entry} session={entry.Session} /> : 'not held',
          'Lock index': entry.LockIndex,
          Created: entry.CreateIndex,
          Modified: entry.ModifyIndex,
        }}
      />
    </>
  )
}

function shownAs(view: string, entry: KvEntry, bytes: Uint8Array): string {
  const text = asText(bytes)
  if (view === 'base64') return entry.Value ?? ''
  if (text === undefined) return `(no text: shown as Base64)\n${entry.Value ?? ''}`
  return view === 'json' ? (prettyJson(text) ?? `(no JSON: shown as text)\n${text}`) : text
}

function Lock({ entry, session }: { entry: KvEntry; session: string }) {
  return (
    <span class="group">
      held by <a href={hrefOf(['sessions', session])}>{session}</a>
      <Action done={`The lock on ${entry.Key} is released.`} run={() => release(entry, session)}>
        Release
      </Action>
    </span>
  )
}

/** Releasing writes the value, too: the one that is there stays. */
async function release({ Key, Value, Flags }: KvEntry, session: string): Promise<void> {
  const path = `/v1/kv/${keyPath(Key)}?release=${session}&flags=${Flags}`
  const done = await send('PUT', path, fromBase64(Value ?? ''))
  if (done.trim() !== 'true') throw new Error(`The lock on ${Key} was not held by that session any more.`)
}
