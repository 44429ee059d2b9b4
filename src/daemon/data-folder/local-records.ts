import { TTL_EXPIRED } from '../../agent/checks/ttl.ts'
import { parseJson } from '../../go/json.ts'
import type { Local } from '../../agent/local/local.ts'
import type { Change, LocalCheck, LocalService } from '../../agent/local/state.ts'
import type { GroupCommit } from './group-commit.ts'

const LOCAL = 'agent/'
const SERVICE = `${LOCAL}service/`
const CHECK = `${LOCAL}check/`
const RESULT = `${LOCAL}result/`

/** The last result of a TTL check that its client gave, and when it is too old, in milliseconds since 1970. */
interface Result {
  readonly status: LocalCheck['row']['Status']
  readonly output: string
  readonly expires: number
}

/**
 * Milliseconds that a real server takes from loading its checks until it answers with a leader: TTLs that are shorter have expired by
 * then.
 */
const ELECTION = 1500

/** The records of what is registered with an agent, as Consul keeps them: definitions of what came over HTTP, results of TTL checks. */
export function recordLocal(change: Change, to: GroupCommit): void {
  const key = (change.kind === 'service' ? SERVICE : CHECK) + change.id
  const { before, after } = change
  if (after?.origin === 'api') {
    if (!before || before.origin !== 'api' || isOtherDefinition(change)) to.put(key, after)
  } else if (before?.origin === 'api') to.delete(key)
  if (change.kind === 'check' && !after) to.delete(RESULT + change.id)
}

/** Results alone change no definition. */
function isOtherDefinition(change: Change): boolean {
  if (change.kind === 'service') return true
  const { before, after } = change
  return before?.definition !== after?.definition || before?.row.ServiceTags !== after?.row.ServiceTags
}

export function recordResult({ row, definition }: LocalCheck, now: number, to: GroupCommit): void {
  const expires = now + (definition?.ttl ?? 0)
  to.put(RESULT + row.CheckID, { status: row.Status, output: row.Output, expires } satisfies Result)
}

/** Replaces all records by those of this agent. `known`: the keys of all records. */
export function recordAllLocal(local: Local, to: GroupCommit, known: Iterable<string>): void {
  const { state } = local
  for (const key of known) {
    const isStored =
      (key.startsWith(SERVICE) && state.service(key.slice(SERVICE.length))?.origin === 'api') ||
      (key.startsWith(CHECK) && state.check(key.slice(CHECK.length))?.origin === 'api') ||
      (key.startsWith(RESULT) && state.check(key.slice(RESULT.length)) !== undefined)
    if (key.startsWith(LOCAL) && !isStored) to.delete(key)
  }
  for (const service of state.services()) recordLocal({ kind: 'service', id: service.row.ID, after: service }, to)
  for (const check of state.checks()) recordLocal({ kind: 'check', id: check.row.CheckID, after: check }, to)
}

/**
 * Registers again what was recorded. A configuration file wins over a registration of the same ID. Checks begin critical, or with the TTL
 * result that is not too old.
 */
export function restoreLocal(records: ReadonlyMap<string, string>, local: Local, node: string, now: number): void {
  const { state } = local
  local.batch(() => {
    for (const [id, service] of recordsOf<LocalService>(records, SERVICE)) {
      if (!state.service(id)) state.putService({ ...service, row: { ...service.row, Node: node } })
    }
    for (const [id, check] of recordsOf<LocalCheck>(records, CHECK)) {
      const { ServiceID } = check.row
      if (state.check(id) || (ServiceID !== '' && !state.service(ServiceID))) continue
      state.putCheck({ ...check, row: { ...check.row, Node: node, ...beginning(check) } })
    }
    for (const [id, result] of recordsOf<Result>(records, RESULT)) {
      const check = state.check(id)
      // as in Consul a check that comes with a service of a file starts anew
      if (check && (check.origin === 'api' || check.row.ServiceID === '')) {
        state.putCheck({ ...check, row: { ...check.row, ...afterResult(check, result, now) } })
      }
    }
  })
}

function recordsOf<T>(records: ReadonlyMap<string, string>, prefix: string): [id: string, value: T][] {
  const found = [...records].filter(([key]) => key.startsWith(prefix))
  return found.map(([key, text]) => [key.slice(prefix.length), parseJson(text) as T])
}

/** A check that has not run yet is critical; maintenance continues. */
const beginning = ({ definition, row }: LocalCheck): Pick<LocalCheck['row'], 'Status' | 'Output'> =>
  definition ? { Status: 'critical', Output: '' } : { Status: row.Status, Output: row.Output }

function afterResult(check: LocalCheck, { status, output, expires }: Result, now: number): Partial<LocalCheck['row']> {
  if (expires > now) return { Status: status, Output: output }
  return (check.definition?.ttl ?? 0) <= ELECTION ? { Status: 'critical', Output: TTL_EXPIRED } : {}
}
