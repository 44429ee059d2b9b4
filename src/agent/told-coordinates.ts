import { fold } from '../state/schema.ts'
import type { Near } from '../state/coordinate.ts'
import { UnknownToken } from './acl/unknown-token.ts'
import type { Agent } from './agent.ts'

/** Milliseconds after which an agent has told where it is. */
const TOLD_AFTER = 60_000

/** The nodes whose agents have told where they are, which is the origin: none of them ever measures anything. */
export const toldNodes = (agent: Agent): readonly string[] =>
  [...agent.datacenter.agents()]
    .filter(other => !other.settings.disableCoordinates && mayTell(other))
    .filter(({ startedAt }) => agent.clock.now() - startedAt >= TOLD_AFTER)
    .map(({ settings }) => settings.nodeName)

const NOWHERE: Near = { node: '', isAtOrigin: () => false }

/** A node to sort by, as the agents of a datacenter know it; '' for none. */
export function nearTo(agent: Agent, node: string): Near {
  if (node === '') return NOWHERE
  let told: ReadonlySet<string> | undefined
  return { node, isAtOrigin: name => (told ??= new Set(toldNodes(agent).map(fold))).has(fold(name)) }
}

/** With ACLs an agent tells where it is by its own token. */
function mayTell(agent: Agent): boolean {
  try {
    return agent.mayWriteNode()
  } catch (error) {
    if (error instanceof UnknownToken) return false
    throw error
  }
}
