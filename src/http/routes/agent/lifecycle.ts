import type { Agent } from '../../../agent/agent.ts'
import { forceLeave } from '../../../agent/force-leave.ts'
import { NO_NAME, splitJoinAddress } from '../../../agent/join-address.ts'
import { multierror } from '../../../go/multierror.ts'
import { demand } from '../../../api/acl/permission.ts'
import { demandAgent } from '../../../api/acl/local.ts'
import { decodePlainBody } from '../../../api/decode-body.ts'
import { agentTokenSchema } from '../../../api/schemas/acl.ts'
import type { AgentTokenName } from '../../../agent/acl/agent-tokens.ts'
import { quoteGo } from '../../../go/quote.ts'
import { Refusal, refusal } from '../../../api/refusals.ts'
import { ParseError, parseUnsigned } from '../../../go/strconv.ts'
import type { Request } from '../../request.ts'
import { route } from '../../route.ts'
import { act } from './act.ts'
import { errorText } from '../../../lib/error-text.ts'
import { joinHostPort } from '../../../go/host-port.ts'
import { isIP } from '../../../lib/ip.ts'
import { lookupError } from '../../../go/lookup-error.ts'

/** Members are in no namespace. */
const MEMBERS_WRITE = { ownEnterpriseCheck: true } as const

const TOKEN = {
  fidelity: 'partial',
  note: 'The one for replication is kept, and not used: datacenters replicate no ACLs.',
} as const

const JOIN = {
  fidelity: 'partial',
  note: 'Agents that the command started are joined, not those of the library.',
} as const

const FORCE = {
  fidelity: 'partial',
  note: 'Nodes that are simulated in one process have one view of who is leaving; in Consul each has its own.',
} as const

/** Joining and leaving the cluster, and a new configuration: https://developer.hashicorp.com/consul/api-docs/agent */
export const agentLifecycleRoutes = [
  route('/v1/agent/join/:address', { PUT: act(join, MEMBERS_WRITE) }, JOIN),
  route('/v1/agent/force-leave/:node', { PUT: act(forcedLeave, MEMBERS_WRITE) }, FORCE),
  route('/v1/agent/leave', {
    PUT: act((req, agent) => {
      demandAgent(req.authorizer, agent, 'write')
      return agent.leave()
    }),
  }),
  route('/v1/agent/reload', {
    PUT: act((req, agent) => {
      demandAgent(req.authorizer, agent, 'write')
      return agent.reload().catch((error: unknown) => {
        throw new Refusal(500, errorText(error))
      })
    }),
  }),
  route('/v1/agent/token/:kind', { PUT: act(setToken, { ownEnterpriseCheck: true }) }, TOKEN),
]

/** The names of an agent's tokens, and what they were called before. */
const TOKENS: Readonly<Record<string, AgentTokenName>> = {
  default: 'default',
  acl_token: 'default',
  agent: 'agent',
  acl_agent_token: 'agent',
  agent_recovery: 'recovery',
  agent_master: 'recovery',
  acl_agent_master_token: 'recovery',
  replication: 'replication',
  acl_replication_token: 'replication',
  config_file_service_registration: 'registration',
  dns: 'dns',
}

function setToken(req: Request, agent: Agent): void {
  if (!agent.acl.enabled) throw refusal.aclDisabled()
  demandAgent(req.authorizer, agent, 'write')
  const { Token = '' } = decodePlainBody(agentTokenSchema, req.body)
  const name = Object.hasOwn(TOKENS, req.param) ? TOKENS[req.param] : undefined
  if (name === undefined) throw new Refusal(404, `Token ${quoteGo(req.param)} is unknown`)
  agent.setToken(name, Token)
}

const isWan = (req: Request): boolean => req.query.get('wan') !== ''

function join(req: Request, agent: Agent): Promise<void> | void {
  const { settings } = agent
  const given = req.param
  req.checkPartition()
  demandAgent(req.authorizer, agent, 'write')
  if (isWan(req) && !settings.server) throw new Refusal(500, 'Must be a server to join WAN cluster')
  if (agent.peers) {
    const joined = isWan(req) ? agent.peers.joinWan([given]) : agent.peers.join([given])
    return joined.catch((error: unknown) => {
      throw new Refusal(500, errorText(error))
    })
  }
  const problem = problemOfAddress(given, isWan(req) ? settings.ports.serfWan : settings.ports.serfLan, [
    settings.advertiseAddress,
    settings.bindAddress,
  ])
  if (problem !== undefined) throw new Refusal(500, multierror([problem]))
}

/** Why no agent is found at an address; undefined when it is the agent's own. */
function problemOfAddress(given: string, ownPort: number, own: readonly string[]): string | undefined {
  const split = splitJoinAddress(given)
  if (!split) return `Failed to resolve ${given}: ${NO_NAME}`
  const { host, port } = split
  if (port !== undefined) {
    try {
      parseUnsigned(port)
    } catch (error) {
      if (error instanceof ParseError) return `Failed to resolve ${given}: ${error.message}`
      throw error
    }
  }
  const address = host === 'localhost' ? '127.0.0.1' : host
  if (isIP(address) === 0) return `Failed to resolve ${given}: ${lookupError(host)}`
  const target = port === undefined ? ownPort : Number(port)
  if (target === ownPort && own.includes(address)) return undefined
  const shown = joinHostPort(address, target)
  return `Failed to join ${address}:${target}: dial tcp ${shown}: connect: connection refused`
}

const isSameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

function forcedLeave(req: Request, agent: Agent): Promise<void> | void {
  req.checkPartition()
  demand(req.authorizer, 'operator', 'write')
  const wan = req.query.has('wan')
  const ending = `.${agent.datacenter.name}`
  if (wan && agent.peers?.forceLeaveWan(req.param, req.query.has('prune')) === true) return
  const { leadership, members } = agent.datacenter
  // a name may be spelled in any way, and stand with its datacenter; only for the wide area that may be, too
  const given = wan || !req.param.endsWith(ending) ? req.param : req.param.slice(0, -ending.length)
  const candidates = wan ? leadership.servers() : members.list()
  const found = candidates.find(({ Name }) => isSameName(wan ? Name + ending : Name, given))
  // asked for the wide area, Consul forgets the name in its complaint
  if (!found) throw new Refusal(500, `agent: No node found with name '${wan ? '' : req.param}'`)
  return forceLeave(agent, found.Name, req.query.has('prune'))
}
