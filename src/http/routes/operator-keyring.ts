import { bool, string, struct, uint8 } from '../../go/decode.ts'
import type { Agent } from '../../agent/agent.ts'
import type { Keyring } from '../../agent/keyring.ts'
import { MEMBER_STATUS } from '../../agent/member.ts'
import { decodePlainBody } from '../../api/decode-body.ts'
import { demand } from '../../api/acl/permission.ts'
import { Refusal, refusal } from '../../api/refusals.ts'
import { multierror } from '../../go/multierror.ts'
import { parseBool, ParseError, parseInteger } from '../../go/strconv.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, type Route } from '../route.ts'

const OWN = { ownEnterpriseCheck: true } as const

/** The one key of agents that share one; without it there is nothing in the ring, and nothing can be put in. */
export const keyringHandlers: Route['methods'] = {
  GET: action(listKeys, OWN),
  POST: action(changeKey, OWN),
  PUT: action(changeKey, OWN),
  DELETE: action(changeKey, OWN),
}

function listKeys(req: Request, agent: Agent): Reply {
  const { encryptKey } = agent.settings
  const local = localOnly(req)
  demand(req.authorizer, 'keyring', 'read')
  if (encryptKey !== undefined) return { json: rings(agent, local).map(ring => withKeys(ring, agent.keyring.keys)) }
  throw failure(agent, local, 'Keyring is empty (encryption not enabled)')
}

/** Only the key counts; the rest is named by the parameters. */
const body = struct(
  { Key: string(), Token: string(), RelayFactor: uint8(), LocalOnly: bool() },
  { unknown: 'reject', name: 'agent.keyringArgs' },
)

function changeKey(req: Request, agent: Agent): Reply {
  const { Key = '' } = decodePlainBody(body, req.body)
  if (localOnly(req)) {
    throw new Refusal(400, 'Invalid use of local-only: local-only can only be set for list requests')
  }
  demand(req.authorizer, 'keyring', 'write')
  const at = badBase64(Key)
  if (at === undefined && agent.settings.encryptKey !== undefined) {
    // agents of other processes would not hear of it
    if (agent.datacenter.members.list().length > 1) {
      throw refusal.notBuilt(req.path, 'the key of several agents is the one that they were started with.')
    }
    const reason = CHANGES[req.method]?.(agent.keyring, Key)
    if (reason !== undefined) throw failure(agent, false, reason)
    return { bytes: '' }
  }
  if (at === undefined) throw failure(agent, false, 'No keyring to modify (encryption not enabled)')
  const reason = `illegal base64 data at input byte ${at}`
  throw new Refusal(500, multierror([`WAN error: ${reason}`, `${agent.settings.datacenter} (LAN) error: ${reason}`]))
}

const CHANGES: Readonly<Record<string, (ring: Keyring, key: string) => string | undefined>> = {
  POST: (ring, key) => ring.install(key),
  PUT: (ring, key) => ring.use(key),
  DELETE: (ring, key) => ring.remove(key),
}

const MAX_RELAYS = 5

/** Reads `relay-factor`, which relays nothing here, and `local-only`. */
function localOnly({ query }: Request): boolean {
  const relays = parameter('relay factor', query.get('relay-factor') || '0', parseInteger)
  if (relays < 0 || relays > MAX_RELAYS) {
    throw new Refusal(400, `Invalid relay-factor: Relay factor must be in range: [0, ${MAX_RELAYS}]`)
  }
  return parameter('local-only', query.get('local-only') || 'false', parseBool)
}

function parameter<T>(name: string, text: string, parse: (text: string) => T): T {
  try {
    return parse(text)
  } catch (err) {
    if (err instanceof ParseError) throw new Refusal(400, `Error parsing ${name}: ${err.message}`)
    throw err
  }
}

function badBase64(key: string): number | undefined {
  if (key.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(key)) return undefined
  const at = /[^A-Za-z0-9+/]/.exec(key)?.index ?? key.length
  return at - (at % 4)
}

/** The servers of all datacenters, and the members of each. */
interface Ring {
  readonly wan: boolean
  readonly datacenter: string
  readonly members: readonly string[]
}

function rings({ datacenter: here, federation }: Agent, local: boolean): readonly Ring[] {
  const servers = federation.from(here).flatMap(datacenter => datacenter.wanMembers().map(({ Name }) => Name))
  const inProcess = [here, ...[...federation.inProcess()].filter(other => other !== here)]
  const lan = inProcess.map(({ name, members }) => ({
    wan: false,
    datacenter: name,
    members: members
      .list()
      .filter(({ Status }) => Status === MEMBER_STATUS.alive)
      .map(({ Name }) => Name),
  }))
  return local ? lan.slice(0, 1) : [{ wan: true, datacenter: here.name, members: servers }, ...lan]
}

function withKeys({ wan, datacenter, members }: Ring, keys: readonly string[]): object {
  const counted = (of: readonly string[]): object => Object.fromEntries(of.map(key => [key, members.length]))
  return {
    WAN: wan,
    Datacenter: datacenter,
    Segment: '',
    Keys: counted([...keys].sort()),
    PrimaryKeys: counted(keys.slice(0, 1)),
    NumNodes: members.length,
  }
}

function failure(agent: Agent, local: boolean, reason: string): Refusal {
  const problems = rings(agent, local).flatMap(({ wan, datacenter, members }) => [
    `${wan ? 'WAN' : `${datacenter} (LAN)`} error: ${members.length}/${members.length} nodes reported failure`,
    ...members.map(name => `${name}: ${reason}`),
  ])
  return new Refusal(500, multierror(problems))
}
