import { allowAll, type Authorizer } from '../../state/acl/authorizer.ts'
import { seesImported } from '../acl/imported.ts'
import { seesHealth } from '../acl/visible.ts'
import { parseDuration, SECOND } from '../../go/duration.ts'
import { executeQuery, type Execution } from '../../state/query-execution.ts'
import { resolveQuery } from '../../state/query.ts'
import { fold } from '../../state/schema.ts'
import type { PreparedQuery } from '../../model/rows.ts'
import type { View } from '../../state/view.ts'
import type { Agent } from '../../agent/agent.ts'
import { nearTo } from '../../agent/told-coordinates.ts'
import type { RemoteDatacenter } from '../../agent/remote-datacenter.ts'
import { isObject } from '../../lib/equal.ts'

/** How a query is run by its name. */
export interface QueryRun {
  readonly connect?: boolean
  readonly near?: string
  readonly limit?: number
  /** Rights of the request, unless the query holds a token of its own. Default: all rights. */
  readonly authorizer?: Authorizer
  /** The address of the client: what `_ip` goes by. */
  readonly address?: string
}

/** Runs the prepared query of that name or ID; undefined when there is none. */
export function runQuery(agent: Agent, nameOrId: string, run: QueryRun = {}): Execution | undefined {
  const query = resolveQuery(agent.store.view, nameOrId)
  if (!query) return undefined
  const authorizer = authorizerOf(agent, query, run)
  const found = runHere(agent, query, { ...run, authorizer }, agent.settings.nodeName)
  return found.nodes.length > 0 ? found : failOver(agent, query, { ...run, authorizer }, found)
}

/**
 * The same where other places may be asked over the network. Returns the result itself as long as no other datacenter is asked.
 */
export function runQueryAnywhere(
  agent: Agent,
  nameOrId: string,
  run: QueryRun = {},
): Execution | undefined | Promise<Execution | undefined> {
  const query = resolveQuery(agent.store.view, nameOrId)
  const isFar = query && failoverTargets(agent, query).some(target => remoteOf(agent, target) !== undefined)
  if (!isFar) return runQuery(agent, nameOrId, run)
  const own = { ...run, authorizer: authorizerOf(agent, query, run) }
  const found = runHere(agent, query, own, agent.settings.nodeName)
  return found.nodes.length > 0 ? found : failOverFar(agent, query, own, found)
}

const authorizerOf = ({ acl }: Agent, { Token }: PreparedQuery, { authorizer = allowAll }: QueryRun): Authorizer =>
  Token === '' ? authorizer : acl.resolve(Token)

const remoteOf = ({ federation }: Agent, target: Target): RemoteDatacenter | undefined =>
  'datacenter' in target ? federation.remote(target.datacenter) : undefined

async function failOverFar(agent: Agent, query: PreparedQuery, run: QueryRun, nowhere: Execution): Promise<Execution> {
  const { authorizer = allowAll, ...plain } = run
  let last = nowhere
  let failovers = 0
  for (const target of failoverTargets(agent, query)) {
    const remote = remoteOf(agent, target)
    const found = remote
      ? readExecution(await remote.execute(query, plain), query, authorizer)
      : askHere(agent, query, run, target)
    if (!found) continue
    last = { ...found, failovers: ++failovers }
    if (last.nodes.length > 0) return last
  }
  return last
}

/**
 * Runs a query of another datacenter that came over the wire; undefined where it cannot be run. With ACLs it sees what the
 * query's own token may see here.
 */
export function executeForeign(agent: Agent, given: unknown, run: unknown): Execution | undefined {
  try {
    const query = given as PreparedQuery
    const authorizer = agent.acl.resolve(query.Token)
    return runHere(agent, query, { ...(isObject(run) && (run as QueryRun)), authorizer }, '', '')
  } catch {
    return undefined
  }
}

function readExecution(given: unknown, query: PreparedQuery, authorizer: Authorizer): Execution | undefined {
  if (!isObject(given) || !Array.isArray(given['nodes'])) return undefined
  const rows = given['nodes'].filter(
    row => isObject(row) && isObject(row['node']) && isObject(row['service']) && Array.isArray(row['checks']),
  ) as Execution['nodes']
  const nodes = rows.filter(row => seesHealth(authorizer, row))
  return {
    query,
    nodes,
    datacenter: String(given['datacenter']),
    peer: '',
    failovers: 0,
    filtered: nodes.length < rows.length,
  }
}

/** The other places in their order. Those that no way leads to are passed over; a peer counts as asked. */
function failOver(agent: Agent, query: PreparedQuery, run: QueryRun, nowhere: Execution): Execution {
  let last = nowhere
  let failovers = 0
  for (const target of failoverTargets(agent, query)) {
    const found = askHere(agent, query, run, target)
    if (!found) continue
    last = { ...found, failovers: ++failovers }
    if (last.nodes.length > 0) return last
  }
  return last
}

/** Asks a place of this process; undefined where no way leads there. */
function askHere(agent: Agent, query: PreparedQuery, run: QueryRun, target: Target): Execution | undefined {
  if ('peer' in target) return runHere(agent, query, run, '', target.peer)
  const other = agent.inDatacenter(target.datacenter)
  return other && runHere(other, query, run, '', '')
}

type Target = { readonly datacenter: string } | { readonly peer: string }

function failoverTargets({ datacenter: here, federation }: Agent, { Service }: PreparedQuery): readonly Target[] {
  const { NearestN, Datacenters, Targets } = Service.Failover
  if (Targets && Targets.length > 0) {
    return Targets.map(({ Peer, Datacenter }) =>
      Datacenter === '' && Peer !== '' ? { peer: Peer } : { datacenter: Datacenter },
    )
  }
  const others = federation.from(here).filter(({ name }) => name !== here.name)
  const nearest = others.slice(0, Math.max(Number(NearestN), 0)).map(({ name }) => name)
  return [...new Set([...nearest, ...(Datacenters ?? [])])]
    .filter(name => name !== here.name)
    .map(datacenter => ({ datacenter }))
}

/** `own`: the node that `_agent` stands for, '' where it is not known; `peer`: in the place of the query's own. */
function runHere(agent: Agent, query: PreparedQuery, run: QueryRun, own: string, peer = query.Service.Peer): Execution {
  const { view } = agent.store
  return executeQuery(view, query, {
    peer,
    datacenter: agent.settings.datacenter,
    connect: run.connect ?? false,
    near: run.near ?? '',
    limit: run.limit ?? 0,
    nearOf: near => {
      if (near === '_agent') return nearTo(agent, own)
      return nearTo(agent, near === '_ip' ? nodeAt(view, run.address ?? '') : near)
    },
    sees: row => (peer === '' ? seesHealth : seesImported)(run.authorizer ?? allowAll, row),
    shuffle: items => agent.random.shuffle(items),
  })
}

/** Seconds that DNS answers of the query live; undefined when it does not say. */
export function queryTtl({ DNS }: PreparedQuery): number | undefined {
  return DNS.TTL === '' ? undefined : Math.trunc(parseDuration(DNS.TTL) / SECOND)
}

function nodeAt(view: View, address: string): string {
  return view.first('nodes', 'address', fold(address))?.Node ?? ''
}
