import { string, struct } from '../../lib/decode.ts'
import type { Agent } from '../../agent/agent.ts'
import { decodeBody } from '../decode-body.ts'
import { HttpError } from '../errors.ts'
import { parseBool, ParseError, parseInteger } from '../go-parse.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, type Route } from '../route.ts'

const OWN = { ownEnterpriseCheck: true } as const

/** The keyring of an agent without encryption: there is nothing in it, and nothing can be put in. */
export const keyringHandlers: Route['methods'] = {
  GET: action(listKeys, OWN),
  POST: action(changeKey, OWN),
  PUT: action(changeKey, OWN),
  DELETE: action(changeKey, OWN),
}

function listKeys(req: Request, agent: Agent): Reply {
  throw failure(agent, localOnly(req), 'Keyring is empty (encryption not enabled)')
}

const body = struct({ Key: string() }, { unknown: 'reject', name: 'agent.keyringArgs' })

function changeKey(req: Request, agent: Agent): Reply {
  const { Key = '' } = decodeBody(body, req.body)
  if (localOnly(req)) {
    throw new HttpError(400, 'Invalid use of local-only: local-only can only be set for list requests')
  }
  const at = badBase64(Key)
  if (at === undefined) throw failure(agent, false, 'No keyring to modify (encryption not enabled)')
  const reason = `illegal base64 data at input byte ${at}`
  throw multiple([`WAN error: ${reason}`, `${agent.settings.datacenter} (LAN) error: ${reason}`])
}

const MAX_RELAYS = 5

/** Reads `relay-factor`, which relays nothing here, and `local-only`. */
function localOnly({ query }: Request): boolean {
  const relays = parameter('relay factor', query.get('relay-factor') || '0', parseInteger)
  if (relays < 0 || relays > MAX_RELAYS) {
    throw new HttpError(400, `Invalid relay-factor: Relay factor must be in range: [0, ${MAX_RELAYS}]`)
  }
  return parameter('local-only', query.get('local-only') || 'false', parseBool)
}

function parameter<T>(name: string, text: string, parse: (text: string) => T): T {
  try {
    return parse(text)
  } catch (err) {
    if (err instanceof ParseError) throw new HttpError(400, `Error parsing ${name}: ${err.message}`)
    throw err
  }
}

function badBase64(key: string): number | undefined {
  if (key.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(key)) return undefined
  const at = /[^A-Za-z0-9+/]/.exec(key)?.index ?? key.length
  return at - (at % 4)
}

function failure({ settings }: Agent, local: boolean, reason: string): HttpError {
  const { nodeName, datacenter } = settings
  const wan = ['WAN error: 1/1 nodes reported failure', `${nodeName}.${datacenter}: ${reason}`]
  const lan = [`${datacenter} (LAN) error: 1/1 nodes reported failure`, `${nodeName}: ${reason}`]
  return multiple(local ? lan : [...wan, ...lan])
}

/** Several errors as Go's multierror writes them. */
const multiple = (problems: readonly string[]): HttpError =>
  new HttpError(500, `${problems.length} errors occurred:\n${problems.map(text => `\t* ${text}\n`).join('')}\n`)
