import type { Agent } from '../../agent/agent.ts'
import { executeForeign } from '../../api/operations/execute-query.ts'
import type { Transport } from '../../dns/protocol.ts'
import { errorText } from '../../lib/error-text.ts'
import { askFar } from './dns-relay.ts'
import { answerKeyrings } from './keyring-messages.ts'
import type { Wire } from './ndjson-socket.ts'
import type { RemoteAgentHandlers } from './remote-agent-handlers.ts'
import { tellRights } from './token-rights.ts'

/** The wide area, as the servers that follow this one take part in it. */
export interface WideArea {
  /** Joins servers of other datacenters; `port`: of addresses without one. Rejects with Consul's text when none can be. */
  joinWan(addresses: readonly string[], port: number): Promise<void>
  /** Takes in a server that asked for it, and gives what it is to be told; undefined for what is none. */
  meetWan(identity: unknown): object | undefined
  forceLeaveWan(name: string, prune: boolean): void
}

/** The agent that asks, and the one that is asked. */
export interface Asked {
  /** The server itself. */
  readonly server: Agent
  /** The agent that asks, as it is answered for here. */
  readonly agent: Agent
  readonly handlers: () => RemoteAgentHandlers
  readonly wide: WideArea
}

type Answer = (asked: Asked, message: Wire) => object | Promise<object>

const dns: Answer = async ({ agent, handlers }, { transport, packet, token }) => {
  if (typeof packet !== 'string') return {}
  agent.acl.tokens.set('dns', typeof token === 'string' ? token : '')
  const over: Transport = transport === 'tcp' ? 'tcp' : 'udp'
  const question = Buffer.from(packet, 'base64')
  const answer = await (askFar(agent, question, over) ?? handlers().dns.answer(question, over))
  return { packet: answer?.toString('base64') }
}

/** What the agents of the own datacenter may ask, by the kind of the message, which the answer has, too. */
export const AGENT_ANSWERS: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['dns', dns],
  ['rights', ({ server }, { secret }) => tellRights(server, secret)],
  [
    'join-wan',
    async ({ wide }, { addresses, port }) => {
      const texts = Array.isArray(addresses) ? addresses.map(String) : []
      return wide.joinWan(texts, Number(port)).then(
        () => ({}),
        (error: unknown) => ({ error: errorText(error) }),
      )
    },
  ],
  ['meet-wan', ({ wide }, { identity }) => ({ identity: wide.meetWan(identity) })],
])

/** The same for servers of other datacenters. */
export const GUEST_ANSWERS: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['dns', dns],
  ['query', ({ agent }, { query, run }) => ({ found: executeForeign(agent, query, run) })],
  ['keyrings', async ({ agent }, { request, token }) => ({ keys: await answerKeyrings(agent, request, token) })],
])
