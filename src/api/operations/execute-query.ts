import { allowAll, type Authorizer } from '../../state/acl/authorizer.ts'
import { seesHealth } from '../acl/visible.ts'
import { parseDuration, SECOND } from '../../go/duration.ts'
import { executeQuery, type Execution } from '../../state/query-execution.ts'
import { resolveQuery } from '../../state/query.ts'
import { fold } from '../../state/schema.ts'
import type { PreparedQuery } from '../../model/rows.ts'
import type { View } from '../../state/view.ts'
import type { Agent } from '../../agent/agent.ts'

/** How a query is run by its name. */
export interface QueryRun {
  readonly connect?: boolean
  readonly near?: string
  readonly limit?: number
  /** Of who asks, unless the query holds a token of its own. Default: all rights. */
  readonly authorizer?: Authorizer
  /** The address of the client: what `_ip` goes by. */
  readonly address?: string
}

/** Runs the prepared query of that name or ID; undefined when there is none. */
export function runQuery(agent: Agent, nameOrId: string, run: QueryRun = {}): Execution | undefined {
  const query = resolveQuery(agent.store.view, nameOrId)
  if (!query) return undefined
  const authorizer = query.Token === '' ? (run.authorizer ?? allowAll) : agent.acl.resolve(query.Token)
  const found = runHere(agent, query, { ...run, authorizer }, agent.settings.nodeName)
  return found.nodes.length > 0 || query.Service.Peer !== ''
    ? found
    : failOver(agent, query, { ...run, authorizer }, found)
}

/** The other places in their order. Those that no way leads to are passed over; a peer counts as asked, and has nothing. */
function failOver(agent: Agent, query: PreparedQuery, run: QueryRun, nowhere: Execution): Execution {
  let last = nowhere
  let failovers = 0
  for (const target of failoverTargets(agent, query)) {
    if ('peer' in target) last = { ...nowhere, datacenter: '', peer: target.peer, failovers: ++failovers }
    else {
      const other = agent.inDatacenter(target.datacenter)
      if (!other) continue
      last = { ...runHere(other, query, run, ''), failovers: ++failovers }
      if (last.nodes.length > 0) return last
    }
  }
  return last
}

type Target = { readonly datacenter: string } | { readonly peer: string }

function failoverTargets({ datacenter: here, federation }: Agent, { Service }: PreparedQuery): readonly Target[] {
  const { NearestN, Datacenters, Targets } = Service.Failover
  if (Targets && Targets.length > 0) {
    return Targets.map(({ Peer, Datacenter }) => (Peer === '' ? { datacenter: Datacenter } : { peer: Peer }))
  }
  const others = federation.from(here).filter(datacenter => datacenter !== here)
  const nearest = others.slice(0, Math.max(Number(NearestN), 0)).map(({ name }) => name)
  return [...new Set([...nearest, ...(Datacenters ?? [])])]
    .filter(name => name !== here.name)
    .map(datacenter => ({ datacenter }))
}

/** `own`: the node that `_agent` stands for, '' where it is not known. */
function runHere(agent: Agent, query: PreparedQuery, run: QueryRun, own: string): Execution {
  const { view } = agent.store
  return executeQuery(view, query, {
    datacenter: agent.settings.datacenter,
    connect: run.connect ?? false,
    near: run.near ?? '',
    limit: run.limit ?? 0,
    nodeOf: near => {
      if (near === '_agent') return own
      return near === '_ip' ? nodeAt(view, run.address ?? '') : near
    },
    sees: row => seesHealth(run.authorizer ?? allowAll, row),
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
