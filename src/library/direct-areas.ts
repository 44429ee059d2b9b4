import type { Emulator } from '../emulator.ts'
import { directAcl } from './acl.ts'
import { directAgent } from './agent.ts'
import { WRITES } from './argument-kinds.ts'
import type { ConsulAreas } from './areas.ts'
import { directCatalog } from './catalog.ts'
import { withGuardedCalls } from './check.ts'
import type { ConsulClock } from './clock.ts'
import { publicCluster } from './cluster.ts'
import { directConfig } from './config.ts'
import { directEvents } from './event.ts'
import { directHealth } from './health.ts'
import { directIntentions } from './intentions.ts'
import { directKv } from './kv.ts'
import { directPeerings } from './peerings.ts'
import { directQueries } from './query.ts'
import { directSession } from './session.ts'

/** The areas of an emulator. `refuseClosed` may throw before a call that changes something: it is told what was to be done. */
export function directAreas(
  { agent, cluster, control }: Emulator,
  clock: ConsulClock,
  refuseClosed: (what: string) => void,
): ConsulAreas {
  const whileOpen = <N extends keyof typeof WRITES, T extends object>(name: N, target: T): T =>
    withGuardedCalls(target, WRITES[name], method => refuseClosed(`call ${name}.${method}`))
  return {
    clock,
    kv: whileOpen('kv', directKv(agent)),
    catalog: whileOpen('catalog', directCatalog(agent)),
    agent: whileOpen('agent', directAgent(agent)),
    health: directHealth(agent),
    session: whileOpen('session', directSession(agent)),
    event: whileOpen('event', directEvents(agent)),
    query: whileOpen('query', directQueries(agent)),
    acl: directAcl(agent, (name, area) =>
      withGuardedCalls(area, WRITES.acl, method => refuseClosed(`call ${name}.${method}`)),
    ),
    config: whileOpen('config', directConfig(agent)),
    intentions: whileOpen('intentions', directIntentions(agent)),
    peerings: whileOpen('peerings', directPeerings(agent)),
    faults: control.faults,
    journal: control.journal,
    cluster: whileOpen('cluster', publicCluster(cluster)),
  }
}
