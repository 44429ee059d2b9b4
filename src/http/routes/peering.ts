import { hasInvalidUtf8 } from '../../go/json/utf8.ts'
import { quoteGo } from '../../go/quote.ts'
import type { Agent } from '../../agent/agent.ts'
import { demand } from '../../api/acl/permission.ts'
import { decodeBody } from '../../api/decode-body.ts'
import { establishPeering } from '../../api/operations/establish-peering.ts'
import { generatePeeringToken } from '../../api/operations/generate-peering-token.ts'
import { requirePeering } from '../../api/operations/peering-checks.ts'
import { Refusal } from '../../api/refusals.ts'
import { renderPeering } from '../../api/render/peering.ts'
import { establishSchema, generateTokenSchema } from '../../api/schemas/peering.ts'
import { formatTime } from '../../go/time.ts'
import type { Peering } from '../../model/peering-rows.ts'
import { listPeerings, markForDeletion, readPeering } from '../../state/peering/peerings.ts'
import { type Reply, TEXT_TYPE } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, query, type Query, route } from '../route.ts'

const READ = { showsConsistency: false, ownEnterpriseCheck: true, answersComplaints: true } as const
const WRITE = { ownEnterpriseCheck: true } as const
const OURS = {
  fidelity: 'partial',
  note: 'Peers are other miniconsuls: the protocol between them is its own.',
} as const
const BODY = 'Body decoding failed: '

/** https://developer.hashicorp.com/consul/api-docs/peering */
export const peeringRoutes = [
  route('/v1/peering/token', { POST: action(generateToken, WRITE) }, { anyDatacenter: true }),
  route('/v1/peering/establish', { POST: action(establish, WRITE) }, { anyDatacenter: true, ...OURS }),
  route('/v1/peering/:name', { GET: query(read, READ), DELETE: action(remove, WRITE) }, { anyDatacenter: true }),
  route('/v1/peerings', { GET: query(list, READ) }, { anyDatacenter: true }),
]

async function generateToken(req: Request, agent: Agent): Promise<Reply> {
  requirePeering(agent)
  const {
    PeerName = '',
    Partition = '',
    Meta = null,
    ServerExternalAddresses = [],
  } = decodeBody(generateTokenSchema, req.body, BODY)
  if (PeerName === '') {
    throw new Refusal(400, 'PeerName is required in the payload when generating a new peering token.')
  }
  req.checkPartition()
  const given = { peerName: PeerName, partition: Partition, meta: Meta, externalAddresses: ServerExternalAddresses }
  return { json: { PeeringToken: await generatePeeringToken(agent, given, () => req.authorizer) } }
}

async function establish(req: Request, agent: Agent): Promise<Reply> {
  requirePeering(agent)
  const { PeerName = '', PeeringToken = '', Partition = '', Meta = null } = decodeBody(establishSchema, req.body, BODY)
  if (PeerName === '') throw new Refusal(400, 'PeerName is required in the payload when establishing a peering.')
  if (PeeringToken === '')
    throw new Refusal(400, 'PeeringToken is required in the payload when establishing a peering.')
  req.checkPartition()
  await establishPeering(
    agent,
    { peerName: PeerName, token: PeeringToken, partition: Partition, meta: Meta },
    () => req.authorizer,
  )
  return { json: {} }
}

const nameOf = (req: Request): string => {
  if (req.paramBytes === '') throw new Refusal(400, 'Must specify a name to fetch.')
  return req.param
}

/** What is asked of a server is a message of gRPC. */
function checkMessage(name: string): void {
  if (hasInvalidUtf8(name)) {
    throw new Refusal(500, 'grpc: error while marshaling: string field contains invalid UTF-8')
  }
}

function read(req: Request, agent: Agent): ReturnType<Query> {
  requirePeering(agent)
  const name = nameOf(req)
  req.checkPartition()
  return view => {
    checkMessage(name)
    demand(req.authorizer, 'peering', 'read')
    const { index, value } = readPeering(view, name)
    if (value) return { index, value: { json: shown(agent, value), once: true } }
    const bytes = `Peering not found for ${quoteGo(name)}`
    return { index, value: { status: 404, bytes, contentType: TEXT_TYPE, meta: 'none', readAgain: true } }
  }
}

function list(req: Request, agent: Agent): ReturnType<Query> {
  requirePeering(agent)
  req.checkPartition()
  return view => {
    demand(req.authorizer, 'peering', 'read')
    const { index, value } = listPeerings(view)
    return { index, value: { json: value.map(peering => shown(agent, peering)), once: true } }
  }
}

const shown = (agent: Agent, peering: Peering): object => renderPeering(peering, agent.peering?.status(peering.ID))

function remove(req: Request, agent: Agent): Reply {
  requirePeering(agent)
  const name = nameOf(req)
  req.checkPartition()
  checkMessage(name)
  demand(req.authorizer, 'peering', 'write')
  agent.store.write(tx => markForDeletion(tx, name, formatTime(agent.clock.now())))
  return { bytes: '' }
}
