import { quoteGo } from '../../go/quote.ts'
import type { Agent } from '../../agent/agent.ts'
import type { Authorizer } from '../../state/acl/authorizer.ts'
import { equal } from '../../lib/equal.ts'
import { kindNamed } from '../../state/config-entries/index.ts'
import {
  isAction,
  normalizeIntentions,
  type ServiceIntentions,
  validateIntentions,
  WILDCARD,
} from '../../state/config-entries/service-intentions.ts'
import { deleteEntry, overwriteEntry } from '../../state/config-entry.ts'
import type { Kind } from '../../state/config-entries/kind.ts'
import { exactIntention, type Intention, intentionById, withoutLegacy, withSource } from '../../state/intentions.ts'
import { getEntry } from '../../state/config-entries/read.ts'
import type { Tx } from '../../state/store.ts'
import { multierror } from '../../go/multierror.ts'
import { demandIntentionWrite } from '../acl/intention.ts'
import { Refusal } from '../refusals.ts'
import { type GivenIntention, toSource } from '../schemas/intention.ts'

const fail = (text: string): Refusal => new Refusal(500, text)

/** Intentions of peers are written as config entries alone, which is said before rights are looked at. */
function checkNoPeer({ SourcePeer = '' }: GivenIntention): void {
  if (SourcePeer !== '') {
    throw fail('SourcePeer field is not supported on this endpoint. Use config entries instead')
  }
}

/** The two services between which an intention stands. */
export interface Ends {
  readonly source: string
  readonly destination: string
}

/** Makes or changes the intention between two services, and forgets the others to that destination that the old API stored. */
export function upsertIntention(
  { store }: Agent,
  authorizer: Authorizer,
  { source, destination }: Ends,
  given: GivenIntention,
): void {
  checkNoPeer(given)
  demandIntentionWrite(authorizer, destination)
  const meta = given.Meta ?? {}
  const known = getEntry(store.view, 'service-intentions', destination)?.Meta ?? {}
  if (Object.keys(meta).length > 0 && !equal(meta, known)) {
    throw fail('Meta must not be specified, or should be unchanged during an update.')
  }
  // as in Consul, one of a peer gives its place as well
  const entry = withSource(store.view, destination, toSource(given, source), other => other.Name === source)
  store.write(tx => put(tx, withoutLegacy(entry)))
}

/** Removes the intention between two services; one that is not there is no error. */
export function removeIntention({ store }: Agent, authorizer: Authorizer, { source, destination }: Ends): void {
  demandIntentionWrite(authorizer, destination)
  if (source === '') throw fail(`Intention lookup failed: ${multierror(['SourceName is missing'])}`)
  const old = exactIntention(store.view, { name: source, peer: '' }, destination)
  if (old) store.write(tx => remove(tx, old, true))
}

/** Makes an intention that is known by an ID, which is returned. */
export function createLegacyIntention(agent: Agent, authorizer: Authorizer, given: GivenIntention): string {
  checkNoPeer(given)
  const destination = given.DestinationName ?? ''
  demandIntentionWrite(authorizer, destination)
  if ((given.ID ?? '') !== '') throw fail('ID must be empty when creating a new intention')
  checkLegacy(given)
  checkEditable(agent, destination)
  const LegacyID = agent.random.uuid()
  const now = timeOf(agent)
  const source = {
    ...toSource(given, given.SourceName ?? ''),
    LegacyID,
    LegacyMeta: given.Meta ?? null,
    LegacyCreateTime: now,
    LegacyUpdateTime: now,
  }
  agent.store.write(tx =>
    put(
      tx,
      withSource(tx, destination, source, () => false),
    ),
  )
  return LegacyID
}

export function updateLegacyIntention(agent: Agent, authorizer: Authorizer, id: string, given: GivenIntention): void {
  checkNoPeer(given)
  const old = legacyIntention(agent, id)
  if (!old) throw fail(`Cannot modify non-existent intention: '${id}'`)
  demandIntentionWrite(authorizer, old.destination)
  if ((given.DestinationName ?? '') !== old.destination) {
    throw fail('Cannot modify Destination partition/namespace/name for an intention once it exists.')
  }
  checkLegacy(given)
  const source = {
    ...toSource(given, given.SourceName ?? ''),
    LegacyID: id,
    LegacyMeta: given.Meta ?? null,
    LegacyCreateTime: old.source.LegacyCreateTime,
    LegacyUpdateTime: timeOf(agent),
  }
  agent.store.write(tx =>
    put(
      tx,
      withSource(tx, old.destination, source, other => other.LegacyID === id),
    ),
  )
}

export function removeLegacyIntention(agent: Agent, authorizer: Authorizer, id: string): void {
  // without an ID, Consul takes the destination that the request does not name for the one that is written
  if (id === '') demandIntentionWrite(authorizer, '')
  const old = legacyIntention(agent, id)
  if (!old) throw fail(`Cannot delete non-existent intention: '${id}'`)
  demandIntentionWrite(authorizer, old.destination)
  agent.store.write(tx => remove(tx, old, false))
}

function legacyIntention({ store }: Agent, id: string): Intention | undefined {
  const problem = idProblem(id)
  if (problem !== undefined) throw fail(`Intention lookup failed: ${problem}`)
  return intentionById(store.view, id)
}

/** What is wrong with the form of an ID. */
export function idProblem(id: string): string | undefined {
  const where = 'failed config entry lookup: index error'
  if (id.length !== 36) return `${where}: UUID must be 36 characters`
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? undefined : `${where}: invalid UUID`
}

/** An entry that was edited as such, or by name, is not for the old API any more. */
function checkEditable({ store }: Agent, destination: string): void {
  const entry = getEntry(store.view, 'service-intentions', destination)
  if (!entry || (entry.Sources ?? []).every(({ LegacyID }) => LegacyID !== '')) return
  const why = 'after editing them via a service-intentions config entry'
  const name = quoteGo(entry.Name)
  throw fail(`cannot use legacy intention API to edit intentions with a destination of ${name} ${why}`)
}

function checkLegacy(given: GivenIntention): void {
  const problems: string[] = []
  const { SourceName: source = '', DestinationName: destination = '' } = given
  if (source === '') problems.push('SourceName must be set')
  if (destination === '') problems.push('DestinationName must be set')
  for (const [name, value] of [
    ['SourceName', source],
    ['DestinationName', destination],
  ] as const) {
    if (value !== WILDCARD && value.includes(WILDCARD)) {
      problems.push(`${name}: wildcard character '*' cannot be used with partial values`)
    }
  }
  if (!isAction(given.Action ?? '')) problems.push("Action must be set to 'allow' or 'deny'")
  if ((given.Permissions ?? []).length > 0) problems.push('Permissions must not be set when using the legacy APIs')
  if (!['', 'consul'].includes(given.SourceType ?? '')) problems.push("SourceType must be set to 'consul'")
  if (problems.length > 0) throw fail(multierror(problems))
}

function put(tx: Tx, entry: ServiceIntentions): void {
  const normal = normalizeIntentions(entry)
  validateIntentions(normal)
  overwriteEntry(tx, kindNamed('service-intentions') as Kind, normal)
}

function remove(tx: Tx, { destination, source }: Intention, byName: boolean): void {
  const entry = getEntry(tx, 'service-intentions', destination)
  const sources = entry?.Sources ?? []
  // by name the first goes, which may be one of a peer, as in Consul
  const gone = sources.find(other => other.Name === source.Name && (byName || other.Peer === source.Peer))
  const left = sources.filter(other => other !== gone)
  if (!entry || left.length === 0) {
    deleteEntry(tx, 'service-intentions', destination)
    return
  }
  const next = { ...entry, Hash: 0, Sources: left }
  put(tx, byName ? withoutLegacy(next) : next)
}

const timeOf = ({ clock }: Agent): string => new Date(clock.now()).toISOString()
