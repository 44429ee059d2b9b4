import { useRef, useState } from 'preact/hooks'
import { JsonField } from '../../components/code-field.tsx'
import { EditForm } from '../../components/edit-form.tsx'
import { Danger } from '../../components/buttons.tsx'
import { Detail } from '../../components/split.tsx'
import { get, send } from '../../lib/http.ts'
import { parsedJson } from '../../lib/json-problem.ts'
import { indented } from '../../lib/json.ts'
import { hrefOf } from '../../lib/place.ts'
import type { PreparedQuery } from '../../lib/types.ts'
import { go, currentParams } from '../../shell/address.ts'
import { act } from '../../shell/notice.ts'

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
  const list = hrefOf(['queries'], currentParams('q'))
  return (
    <Detail title="New query" closeHref={list}>
      <EditForm
        label="Prepared query"
        done="The query is saved."
        cancelHref={list}
        save={async ({ raw }) => {
          parsedJson(raw('query'))
          const { ID } = JSON.parse(await send('POST', '/v1/query', raw('query'))) as { ID: string }
          go(hrefOf(['queries', ID], currentParams('q')))
        }}
      >
        <JsonField label="Definition" name="query" value={indented(EXAMPLE)} rows={16} />
      </EditForm>
    </Detail>
  )
}
