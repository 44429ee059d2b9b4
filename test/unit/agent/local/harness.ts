import { afterTest } from '../../../support/after-test.ts'
import { Agent, type AgentParts } from '../../../../src/agent/agent.ts'
import { MovableClock } from '../../../../src/lib/clock.ts'
import { seededRandom } from '../../../../src/lib/random.ts'
import { defaultSettings, type Settings } from '../../../../src/model/settings.ts'
import { register } from '../../../../src/state/catalog.ts'
import type { Check, Service } from '../../../../src/model/rows.ts'
import * as definitions from '../../../support/definitions.ts'
import { selfNode } from '../../../../src/agent/self.ts'
import { newService } from '../../../support/rows.ts'

export const MINUTE = 60_000

/** An agent that lives, on a clock that stands still. */
export function startAgent(
  settings: Partial<Settings> = {},
  parts: Partial<AgentParts> = {},
): { agent: Agent; clock: MovableClock } {
  const clock = new MovableClock({ manual: true, start: 0 })
  const agent = new Agent({ ...defaultSettings, ...settings }, { clock, random: seededRandom(1), ...parts })
  agent.start()
  afterTest(() => agent.stop())
  return { agent, clock }
}

export const registerService = (agent: Agent, definition: object): void =>
  agent.local.registerService(definitions.service(definition))

export const registerCheck = (agent: Agent, definition: object): void =>
  agent.local.registerCheck(definitions.check(definition))

/** What the catalog has of the agent's node, without what every agent has. */
export function catalog(agent: Agent): { services: Service[]; checks: Check[] } {
  const { view } = agent.store
  return {
    services: [...view.scan('services')].filter(({ ID }) => ID !== 'consul'),
    checks: [...view.scan('checks')].filter(({ CheckID }) => CheckID !== 'serfHealth'),
  }
}

/** Writes a service of the agent's node into the catalog, as others can. */
export function writeToCatalog(agent: Agent, fields: Partial<Service> & { ID: string }): void {
  agent.store.write(tx =>
    register(tx, {
      node: selfNode(agent.settings),
      skipNodeUpdate: true,
      service: newService(agent.settings.nodeName, fields.ID, fields),
    }),
  )
}
