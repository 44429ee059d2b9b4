import { parseDuration, SECOND } from '../lib/duration.ts'
import { executeQuery, type Execution } from '../state/query-execution.ts'
import { resolveQuery } from '../state/query.ts'
import { fold } from '../state/schema.ts'
import type { PreparedQuery } from '../state/types.ts'
import type { View } from '../state/view.ts'
import type { Agent } from './agent.ts'

/** How a query is run by its name. */
export interface QueryRun {
  readonly connect?: boolean
  readonly near?: string
  readonly limit?: number
  /** The address of the client: what `_ip` goes by. */
  readonly address?: string
}

/** Runs the prepared query of that name or ID; undefined when there is none. */
export function runQuery(agent: Agent, nameOrId: string, run: QueryRun = {}): Execution | undefined {
  const { view } = agent.store
  const query = resolveQuery(view, nameOrId)
  if (!query) return undefined
  return executeQuery(view, query, {
    datacenter: agent.settings.datacenter,
    connect: run.connect ?? false,
    near: run.near ?? '',
    limit: run.limit ?? 0,
    nodeOf: near => {
      if (near === '_agent') return agent.settings.nodeName
      return near === '_ip' ? nodeAt(view, run.address ?? '') : near
    },
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
