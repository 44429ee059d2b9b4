import { Badge } from '../../components/badge.tsx'
import { Danger } from '../../components/buttons.tsx'
import { Facts } from '../../components/facts.tsx'
import { Detail } from '../../components/split.tsx'
import { memberChanges, tableName } from '../../lib/changes.ts'
import { readStateAt, revertTo } from '../../lib/control-api.ts'
import type { Change, Commit } from '../../lib/control-types.ts'
import { download } from '../../lib/download.ts'
import { act } from '../../shell/notice.ts'

export interface CommitDetailProps {
  readonly commit: Commit
  /** Whether the state is the one after it. */
  readonly isLast: boolean
  readonly closeHref: string
}

/** What a commit changed, row by row, and the way back to the state after it. */
export function CommitDetail({ commit, isLast, closeHref }: CommitDetailProps) {
  const { Index, At, Changes } = commit
  const save = async (): Promise<void> => download(`state-${Index}.json`, await readStateAt(Index))
  return (
    <Detail
      title={`Commit ${Index}`}
      closeHref={closeHref}
      actions={
        <>
          <button
            type="button"
            title="The whole state after this commit, as a file that Restore takes"
            onClick={() => void act('The state is saved.', save)}
          >
            Download state
          </button>
          {!isLast && (
            <Danger done={`The state is that after commit ${Index}.`} run={() => revertTo(Index)}>
              Go back to this state
            </Danger>
          )}
        </>
      }
    >
      <Facts facts={{ At: <code>{At}</code>, State: isLast ? 'as it is now' : undefined }} />
      {Changes.length === 0 && <p class="faint">No row was changed.</p>}
      <ul class="changes">
        {Changes.map(change => (
          <li key={`${change.Table} ${change.Key}`}>
            <RowChange change={change} />
          </li>
        ))}
      </ul>
    </Detail>
  )
}

const KINDS = { added: 'passing', removed: 'critical', changed: undefined } as const

function RowChange({ change }: { change: Change }) {
  const kind = KINDS[change.Change]
  return (
    <>
      <h3>
        <Badge {...(kind && { kind })}>{change.Change}</Badge> {tableName(change.Table)} <code>{change.Key}</code>
      </h3>
      <dl class="differences">
        {memberChanges(change).map(({ name, before, after }) => (
          <div key={name}>
            <dt>{name}</dt>
            {before !== undefined && (
              <dd class="before">
                <span class="unseen">before: </span>
                <del>{before}</del>
              </dd>
            )}
            {after !== undefined && (
              <dd class="after">
                <span class="unseen">after: </span>
                <ins>{after}</ins>
              </dd>
            )}
          </div>
        ))}
      </dl>
    </>
  )
}
