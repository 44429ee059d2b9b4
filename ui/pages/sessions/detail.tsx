import { Action, Danger } from '../../components/buttons.tsx'
import { Facts } from '../../components/facts.tsx'
import { Strip } from '../../components/form.tsx'
import { Detail } from '../../components/split.tsx'
import { fromBase64 } from '../../lib/bytes.ts'
import { expireSession } from '../../lib/control-api.ts'
import { nanosText } from '../../lib/format.ts'
import { request, send } from '../../lib/http.ts'
import { readJson } from '../../lib/json.ts'
import { folderOf, keyPath } from '../../lib/kv.ts'
import { hrefOf } from '../../lib/place.ts'
import type { KvEntry, Session } from '../../lib/types.ts'
import { currentParams } from '../../shell/address.ts'
import { hasControl, mayWrite } from '../../shell/config.ts'

export interface SessionDetailProps {
  readonly id: string
  readonly session: Session | undefined
  readonly locked: readonly KvEntry[]
}

/** A session, what it holds, and the ways to end it. */
export function SessionDetail({ id, session, locked }: SessionDetailProps) {
  return (
    <Detail
      title={session?.Name || id}
      closeHref={hrefOf(['sessions'], currentParams('q'))}
      actions={session && <SessionActions id={id} />}
    >
      {session ? <SessionFacts session={session} locked={locked} /> : <p class="empty">This session has ended.</p>}
    </Detail>
  )
}

function SessionActions({ id }: { id: string }) {
  return (
    <>
      <Action done="The session is renewed." run={() => send('PUT', `/v1/session/renew/${id}`)}>
        Renew
      </Action>
      {hasControl.value && (
        <Action done="The session has expired." run={() => expireSession(id)}>
          Expire now
        </Action>
      )}
      <Danger done="The session is destroyed." run={() => send('PUT', `/v1/session/destroy/${id}`)}>
        Destroy
      </Danger>
    </>
  )
}

function SessionFacts({ session, locked }: { session: Session; locked: readonly KvEntry[] }) {
  const checks = [...(session.NodeChecks ?? []), ...(session.ServiceChecks ?? []).map(({ ID }) => ID)]
  return (
    <>
      <Facts
        facts={{
          ID: <code>{session.ID}</code>,
          Name: session.Name,
          Node: <a href={hrefOf(['nodes', session.Node])}>{session.Node}</a>,
          TTL: session.TTL || 'none: lives until it is destroyed',
          Behavior: session.Behavior === 'delete' ? 'delete: its keys go with it' : 'release: its keys stay, unlocked',
          'Lock delay': nanosText(session.LockDelay),
          Checks: checks.join(', '),
          Created: session.CreateIndex,
        }}
      />
      <h3>Locks held</h3>
      {locked.length === 0 && <p class="faint">No locks</p>}
      <ul class="lines">
        {locked.map(({ Key, LockIndex }) => (
          <li key={Key}>
            <a href={hrefOf(['kv'], { folder: folderOf(Key), key: Key })}>
              <code>{Key}</code>
            </a>
            <span class="faint">taken {LockIndex === 1 ? 'once' : `${LockIndex} times`}</span>
          </li>
        ))}
      </ul>
      {mayWrite() && <LockKey id={session.ID} />}
    </>
  )
}

/** Takes the lock on a key, whose value stays. */
function LockKey({ id }: { id: string }) {
  const lock = async (field: (name: string) => string): Promise<void> => {
    const key = field('key')
    const [entry] = (await request(`/v1/kv/${keyPath(key)}`).then(({ status, text }) =>
      status === 200 ? readJson(text) : [],
    )) as readonly KvEntry[]
    const path = `/v1/kv/${keyPath(key)}?acquire=${id}&flags=${entry?.Flags ?? 0}`
    const done = await send('PUT', path, fromBase64(entry?.Value ?? ''))
    if (done.trim() !== 'true') throw new Error(`${key} is locked by another session, or its lock delay has not ended.`)
  }
  return (
    <Strip label="Lock a key" done="The key is locked." run={lock} clears>
      <label class="inline">
        Key <input name="key" required spellcheck={false} autocomplete="off" />
      </label>
      <button type="submit">Lock</button>
    </Strip>
  )
}
