import { float, list, string, struct } from '../../go/decode.ts'
import { compareBytes } from '../../lib/compare-bytes.ts'
import type { Coordinate } from '../../model/rows.ts'
import { fold } from '../../state/schema.ts'
import type { Agent } from '../../agent/agent.ts'
import { toldNodes } from '../../agent/told-coordinates.ts'
import * as coordinates from '../../state/coordinate.ts'
import { decodePlainBody } from '../../api/decode-body.ts'
import { demand } from '../../api/acl/permission.ts'
import { seesNode, visible } from '../../api/acl/visible.ts'
import { Refusal } from '../../api/refusals.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, query, route } from '../route.ts'
import { targetOf } from '../target.ts'

const READ = { metaOnError: true, showsConsistency: false, ownEnterpriseCheck: true } as const
const NOT_FOUND: Reply = { status: 404, contentType: null, bytes: '', meta: 'late', readAgain: true }

/** https://developer.hashicorp.com/consul/api-docs/coordinate */
export const coordinateRoutes = [
  route(
    '/v1/coordinate/datacenters',
    {
      GET: action(
        (_req, agent) => {
          demandCoordinates(agent)
          return { json: datacenters(agent) }
        },
        { ownEnterpriseCheck: true },
      ),
    },
    { fidelity: 'partial', note: 'Servers are at the origin; those of other datacenters as far from it as was said.' },
  ),
  route('/v1/coordinate/nodes', {
    GET: query((req, agent) => {
      demandCoordinates(agent)
      req.checkPartition()
      return view => {
        const { index, value: known } = coordinates.listCoordinates(view)
        const { rows, filtered } = visible(req.authorizer, withStarted(agent, known), seesNode)
        const segment = segmentOf(req)
        return {
          index,
          value: { json: rows.filter(row => segment === undefined || row.Segment === segment), filtered },
        }
      }
    }, READ),
  }),
  route('/v1/coordinate/node/:node', {
    GET: query((req, agent) => {
      demandCoordinates(agent)
      req.checkPartition()
      return view => {
        demand(req.authorizer, 'node', 'read', req.param)
        const { index, value: known } = coordinates.nodeCoordinates(view, req.param, segmentOf(req))
        const value = withStarted(agent, known, segmentOf(req), req.param)
        return { index, value: value.length === 0 ? NOT_FOUND : { json: value } }
      }
    }, READ),
  }),
  route(
    '/v1/coordinate/update',
    { PUT: action(update, { ownEnterpriseCheck: true }) },
    {
      fidelity: 'partial',
      note: 'Takes effect at once, not with the next batch; the agent stays at the origin unless it is moved.',
    },
  ),
]

/** Throws where the settings say that there are no coordinates. */
function demandCoordinates({ settings }: Agent): void {
  if (settings.disableCoordinates) throw new Refusal(401, 'Coordinate support disabled')
}

/** Agents that have run for a minute are at the origin unless it was said where they are; `node`: that one alone. */
function withStarted(agent: Agent, known: readonly Coordinate[], segment = '', node?: string): readonly Coordinate[] {
  if (segment !== '') return known
  const has = new Set(known.filter(({ Segment }) => Segment === '').map(({ Node }) => fold(Node)))
  const started = toldNodes(agent)
    .filter(name => !has.has(fold(name)) && (node === undefined || fold(node) === fold(name)))
    .map(name => ({ Node: node ?? name, Segment: '', Coord: coordinates.ORIGIN }))
  if (started.length === 0) return known
  return [...known, ...started].sort((a, b) => compareBytes(fold(a.Node), fold(b.Node)))
}

function segmentOf({ query }: Request): string | undefined {
  return query.has('segment') ? query.get('segment') : undefined
}

function datacenters({ datacenter: here, federation }: Agent): readonly object[] {
  return federation.from(here).map(datacenter => {
    const [, ...others] = coordinates.ORIGIN.Vec
    const Coord = { ...coordinates.ORIGIN, Vec: [federation.roundTrip(here, datacenter) / 1000, ...others] }
    const ending = `.${datacenter.name}`
    const Coordinates = datacenter.wanMembers().map(({ Name }) => ({
      Node: Name.slice(0, -ending.length),
      Segment: '',
      Coord,
    }))
    return { Datacenter: datacenter.name, AreaID: 'wan', Coordinates }
  })
}

const STRICT = { unknown: 'reject' } as const

const body = struct(
  {
    Datacenter: string(),
    Node: string(),
    Segment: string(),
    Coord: struct(
      { Vec: list(float()), Error: float(), Adjustment: float(), Height: float() },
      { ...STRICT, name: 'coordinate.Coordinate' },
    ),
    Token: string(),
  },
  { ...STRICT, name: 'structs.CoordinateUpdateRequest' },
)

function update(req: Request, asked: Agent): Reply {
  demandCoordinates(asked)
  const { Datacenter = '', Node = '', Segment = '', Coord = {} } = decodePlainBody(body, req.body)
  req.checkEnterprise()
  // unlike where the catalog is written, the datacenter in the query comes first
  const agent = targetOf(req, asked, req.namedDatacenter === '' ? Datacenter : '')
  const { Vec = [], Error = 0, Adjustment = 0, Height = 0 } = Coord
  if (Vec.length !== coordinates.DIMENSIONS) throw new Refusal(500, 'incompatible coordinate')
  demand(req.authorizer, 'node', 'write', Node)
  agent.store.write(tx =>
    coordinates.updateCoordinate(tx, { Node, Segment, Coord: { Vec, Error, Adjustment, Height } }),
  )
  return { bytes: '' }
}
