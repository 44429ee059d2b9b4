import { bool, string, struct, uint8 } from '../../go/decode.ts'
import type { Agent } from '../../agent/agent.ts'
import type { KeyringChange, KeyringRequest } from '../../agent/keyring.ts'
import { decodePlainBody } from '../../api/decode-body.ts'
import { askKeyrings, demandKeyring } from '../../api/operations/ask-keyrings.ts'
import { type KeyPool, keyPoolProblems, keyPools, refusedEverywhere, renderKeyPool } from '../../api/render/keyring.ts'
import { Refusal } from '../../api/refusals.ts'
import { decodeBase64 } from '../../go/base64.ts'
import { multierror } from '../../go/multierror.ts'
import { parseBool, ParseError, parseInteger } from '../../go/strconv.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, type Route } from '../route.ts'

const OWN = { ownEnterpriseCheck: true } as const

/** The keys that agents share; where there is none, none can be put in. */
export const keyringHandlers: Route['methods'] = {
  GET: action(listKeys, OWN),
  POST: action(changeKey, OWN),
  PUT: action(changeKey, OWN),
  DELETE: action(changeKey, OWN),
}

async function listKeys(req: Request, agent: Agent): Promise<Reply> {
  const localOnly = isLocalOnly(req)
  demandKeyring(req.authorizer, LIST)
  return { json: (await poolsOf(req, agent, LIST, localOnly)).map(renderKeyPool) }
}

const LIST = { do: 'list' } as const

/** Only the key counts; the rest is named by the parameters. */
const body = struct(
  { Key: string(), Token: string(), RelayFactor: uint8(), LocalOnly: bool() },
  { unknown: 'reject', name: 'agent.keyringArgs' },
)

async function changeKey(req: Request, agent: Agent): Promise<Reply> {
  const { Key = '' } = decodePlainBody(body, req.body)
  if (isLocalOnly(req)) {
    throw new Refusal(400, 'Invalid use of local-only: local-only can only be set for list requests')
  }
  const request = { do: CHANGES[req.method] ?? 'install', key: Key } as const
  demandKeyring(req.authorizer, request)
  const at = decodeBase64(Key).corruptAt
  if (at !== undefined) {
    const reason = `illegal base64 data at input byte ${at}`
    const datacenters = agent.federation.from(agent.datacenter).map(({ name }) => name)
    throw new Refusal(500, multierror(refusedEverywhere(datacenters, reason)))
  }
  await poolsOf(req, agent, request)
  return { bytes: '' }
}

const CHANGES: Readonly<Record<string, KeyringChange>> = { POST: 'install', PUT: 'use', DELETE: 'remove' }

const MAX_RELAYS = 5

/** Reads `relay-factor`, which relays nothing here, and `local-only`. */
function isLocalOnly({ query }: Request): boolean {
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

/** Has the members of all datacenters do it. Throws when one of them refuses. */
async function poolsOf(
  req: Request,
  agent: Agent,
  request: KeyringRequest,
  localOnly = false,
): Promise<readonly KeyPool[]> {
  const pools = keyPools(await askKeyrings(agent, request, { token: req.secret, localOnly }), { wan: !localOnly })
  const problems = pools.flatMap(keyPoolProblems)
  if (problems.length > 0) throw new Refusal(500, multierror(problems))
  return pools
}
