import { AgentRefusal, type RefusalKind } from '../agent/local/errors.ts'
import { UnknownToken } from '../agent/acl/unknown-token.ts'
import { DecodeError } from '../go/decode.ts'
import { quoteGo } from '../go/quote.ts'
import { ConfigEntryError } from '../state/config-entries/decode.ts'
import { StateError } from '../state/errors.ts'

/** What Consul does not do, with the status and the text that it answers. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number

  constructor(status: number, text: string) {
    super(text)
    this.status = status
  }
}

/** Said by the agent that was asked in its own words, even where another one refused. */
export class OwnRefusal extends Refusal {}

/** Written by a handler of Consul that names no type for it, so that Go's server finds one. */
export class UntypedRefusal extends Refusal {}

const STATUS: Readonly<Record<RefusalKind, number>> = { invalid: 400, unknown: 404, failed: 500 }

/** What an error of the state, the agent or a decoder is answered with; undefined for one that is a fault of the program. */
export function refusalOf(err: unknown): Refusal | undefined {
  if (err instanceof Refusal) return err
  if (err instanceof AgentRefusal) return new Refusal(STATUS[err.kind], err.message)
  if (err instanceof UnknownToken) return new Refusal(403, err.message)
  if (err instanceof ConfigEntryError) return bad(`Request decoding failed: ${err.message}`)
  if (err instanceof DecodeError) return refusal.decodeFailed(err.message)
  return err instanceof StateError ? failed(err.message) : undefined
}

const bad = (text: string): Refusal => new Refusal(400, text)
const untyped = (text: string): Refusal => new UntypedRefusal(400, text)
const failed = (text: string): Refusal => new Refusal(500, text)

/** The texts of the protocol: exact, typos included. */
export const refusal = {
  conflictingConsistency: () => untyped('Cannot specify ?stale with ?consistent, conflicting semantics.'),
  conflictingCache: () => untyped('Cannot specify ?cached with ?consistent, conflicting semantics.'),
  invalidMaxStale: (value: string) => untyped(`Invalid max_stale value ${quoteGo(value)}`),
  invalidWait: () => untyped('Invalid wait time'),
  invalidIndex: () => untyped('Invalid index'),
  invalidCacheControl: () => untyped('Invalid Cache-Control header.'),
  enterpriseParameter: (name: string, feature: string) =>
    bad(`Invalid query parameter: "${name}" - ${feature} are a Consul Enterprise feature`),
  enterpriseHeader: (name: string, feature: string) =>
    bad(`Invalid header: "${name}" - ${feature} are a Consul Enterprise feature`),
  noLeader: () => failed('No cluster leader'),
  noPathToDatacenter: () => failed('No path to datacenter'),
  decodeFailed: (reason: string) => bad(`Request decode failed: ${reason}`),
  missing: (what: string) => bad(`Missing ${what}`),
  tooLarge: (bytes: number | undefined, limit: number, setting: string) =>
    new Refusal(
      413,
      `Request body${bytes === undefined ? '' : `(${bytes} bytes)`} too large, max size: ${limit} bytes. ` +
        `See https://developer.hashicorp.com/docs/agent/config/config-files#${setting}.`,
    ),
  /** Limits of our own name themselves, and why they are there: the real agent has none of them. */
  bodyTooLarge: (bytes: number | undefined, limit: number) =>
    new Refusal(
      413,
      `Request body${bytes === undefined ? '' : `(${bytes} bytes)`} too large: miniconsul takes ${limit} bytes, since it holds the whole of a body in memory`,
    ),
  tooManyMembers: (members: number, { max, above }: { readonly max: number; readonly above: number }) =>
    new Refusal(
      413,
      `Request body of ${members} members too large: where it has more than ${above} bytes, miniconsul takes ${max} members, since it writes them in one go`,
    ),
  noRoomForBody: (limit: number) =>
    new Refusal(
      503,
      `Too many request bodies at once: miniconsul holds ${limit} bytes of those that it is receiving, try again later`,
    ),
  notAnInteger: (text: string, reason: 'invalid syntax' | 'value out of range' = 'invalid syntax') =>
    failed(`strconv.ParseUint: parsing ${quoteGo(text)}: ${reason}`),
  conflictingFlags: (query: string) => untyped(`Conflicting flags: ${query}\n`),
  unprintable: () => bad(''),
  restricted: () => new Refusal(403, 'Access is restricted'),
  blocked: () => new Refusal(403, 'Endpoint is blocked by agent configuration'),
  rateLimited: (kind: 'read' | 'write') =>
    kind === 'read'
      ? new Refusal(429, 'rate limit exceeded, try again later or against a different server')
      : new Refusal(503, 'rate limit exceeded for operation that can only be performed by the leader, try again later'),
  aclDisabled: () => new Refusal(401, 'ACL support disabled'),
  notBuilt: (path: string, why: string) => new Refusal(501, `miniconsul does not implement ${path}: ${why}`),
} as const
