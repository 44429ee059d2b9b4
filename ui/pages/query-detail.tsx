import { useRef, useState } from 'preact/hooks'
import { Danger } from '../components/buttons.tsx'
import { Detail } from '../components/split.tsx'
import { get, request, Refusal } from '../lib/http.ts'
import { send } from '../lib/http.ts'
import { hrefOf } from '../lib/place.ts'
import type { PreparedQuery } from '../lib/types.ts'
import { go, currentParams } from '../shell/address.ts'
import { act } from '../shell/notice.ts'

const indented = (value: unknown): string => JSON.stringify(value, undefined, 2)

/** One prepared query as it is written, and its answer when it is asked for. */
export function QueryDetail({ query }: { query: PreparedQuery }) {
  const name = useRef<HTMLInputElement>(null)
  const [answer, setAnswer] = useState<string | undefined>(undefined)
  const list = hrefOf(['queries'], currentParams('q'))
  const ask = (what: 'execute' | 'explain') => async (): Promise<void> => {
    const asked = name.current?.value || query.ID
    setAnswer(indented(await get(`/v1/query/${encodeURIComponent(asked)}/${what}`)))
  }
  return (
    <Detail
      title={query.Name || query.ID}
      closeHref={list}
      actions={
        <Danger done="The query is deleted." run={() => send('DELETE', `/v1/query/${query.ID}`).then(() => go(list))}>
          Delete
        </Danger>
      }
    >
      <div class="bar">
        <input ref={name} aria-label="Name to ask for" defaultValue={query.Name || query.ID} />
        <button type="button" class="main" onClick={() => void act('', ask('execute'))}>
          Execute
        </button>
        <button type="button" onClick={() => void act('', ask('explain'))}>
          Explain
        </button>
      </div>
      {answer !== undefined && (
        <>
          <h3>Answer</h3>
          <pre tabIndex={0} aria-label="Answer">
            {answer}
          </pre>
        </>
      )}
      <h3>Definition</h3>
      <pre tabIndex={0} aria-label="Definition">
        {indented(query)}
      </pre>
    </Detail>
  )
}

const EXAMPLE = { Name: 'web', Service: { Service: 'web', OnlyPassing: true, Tags: [] }, DNS: { TTL: '10s' } }

/** A query that is not there yet. */
export function QueryNew() {
  const text = useRef<HTMLTextAreaElement>(null)
  const create = async (): Promise<void> => {
    const made = await request('/v1/query', { method: 'POST', body: text.current?.value ?? '' })
    if (made.status >= 400) throw new Refusal(made.status, made.text)
    const { ID } = JSON.parse(made.text) as { ID: string }
    go(hrefOf(['queries', ID], currentParams('q')))
  }
  return (
    <Detail title="New query" closeHref={hrefOf(['queries'], currentParams('q'))}>
      <form
        class="editor"
        onSubmit={event => {
          event.preventDefault()
          void act('The query is saved.', create)
        }}
      >
        <label for="query">Definition</label>
        <textarea id="query" ref={text} rows={16} spellcheck={false} defaultValue={indented(EXAMPLE)} />
        <div class="bar">
          <button type="submit" class="main">
            Save
          </button>
        </div>
      </form>
    </Detail>
  )
}
