import { useState } from 'preact/hooks'
import { Copy } from '../../components/copy.tsx'
import { Facts } from '../../components/facts.tsx'
import { Detail } from '../../components/split.tsx'
import { readToken } from '../../lib/control-api.ts'
import type { JournalEntry } from '../../lib/control-types.ts'
import { answered, askedFor, curlOf } from '../../lib/journal.ts'
import { prettyJson } from '../../lib/json.ts'
import { hrefOf } from '../../lib/place.ts'
import { act } from '../../shell/notice.ts'

/** A request or a question with all that is known of it. */
export function JournalDetail({ entry, closeHref }: { entry: JournalEntry; closeHref: string }) {
  return (
    <Detail
      title={`${entry.Kind === 'dns' ? 'DNS' : entry.Method} ${askedFor(entry)}`}
      closeHref={closeHref}
      actions={
        entry.Kind === 'http' && <Copy text={curlOf(entry, location.origin)} label="The request as a curl command" />
      }
    >
      <Facts
        facts={{
          At: <code>{entry.At}</code>,
          Answer: answered(entry) || 'waiting',
          Took: entry.DurationMs == null ? undefined : `${entry.DurationMs} ms`,
          Blocked: entry.Blocked ? 'waited for a change' : undefined,
          Fault: entry.Fault ? <a href={hrefOf(['faults', entry.Fault])}>{entry.Fault}</a> : undefined,
          Transport: entry.Transport,
          Answers: entry.Kind === 'dns' ? entry.Answers : undefined,
        }}
      />
      {entry.Kind === 'http' && <HttpParts entry={entry} />}
    </Detail>
  )
}

function HttpParts({
  entry: { ID, Query = {}, Token = '', Accessor, Headers = {}, Body = '', Answer },
}: {
  entry: JournalEntry
}) {
  return (
    <>
      <h3>Token</h3>
      {Token === '' ? <p class="faint">No token</p> : <TokenOf id={String(ID)} />}
      {Accessor && (
        <p>
          Accessor <a href={hrefOf(['acls', 'tokens', Accessor])}>{Accessor}</a>
        </p>
      )}
      <Named title="Query parameters" values={Query} />
      <Named title="Request headers" values={Headers} />
      <BodyText title="Request body" text={Body} />
      {Answer && (
        <>
          <Named title="Answer headers" values={Answer.Headers} />
          <BodyText title="Answer body" text={Answer.Body} />
        </>
      )}
    </>
  )
}

/** The token of a request, which is asked for when it is to be shown. */
function TokenOf({ id }: { id: string }) {
  const [token, setToken] = useState<string | undefined>(undefined)
  const show = (): Promise<boolean> => act('', async () => setToken(await readToken(id)))
  return (
    <p class="bar">
      {token === undefined ? <span class="faint">hidden</span> : <code>{token}</code>}
      <button type="button" onClick={() => (token === undefined ? void show() : setToken(undefined))}>
        {token === undefined ? 'Show token' : 'Hide token'}
      </button>
    </p>
  )
}

function Named({ title, values }: { title: string; values: Readonly<Record<string, string>> }) {
  if (Object.keys(values).length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <dl class="facts">
        {Object.entries(values).map(([name, value]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

/** Bodies are recorded up to that many bytes. */
const RECORDED = 4096

function BodyText({ title, text }: { title: string; text: string }) {
  return (
    <>
      <h3>{title}</h3>
      {text === '' ? (
        <p class="faint">No body</p>
      ) : (
        <pre tabIndex={0} aria-label={title}>
          {prettyJson(text) ?? text}
        </pre>
      )}
      {text.length >= RECORDED && <p class="faint">The first {RECORDED} bytes of it.</p>}
    </>
  )
}

/** What stands there for a request that the journal has forgotten. */
export const Forgotten = ({ closeHref }: { closeHref: string }) => (
  <Detail title="Request" closeHref={closeHref}>
    <p class="empty">The journal does not hold this request any more.</p>
  </Detail>
)
