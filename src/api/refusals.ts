import { quoteGo } from '../go/json.ts'

/** An answer that refuses a request, in Consul's own words. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly status: number

  constructor(status: number, text: string) {
    super(text)
    this.status = status
  }
}

const bad = (text: string): HttpError => new HttpError(400, text)
const failed = (text: string): HttpError => new HttpError(500, text)

/** The texts of the protocol: exact, typos included. */
export const refusal = {
  conflictingConsistency: () => bad('Cannot specify ?stale with ?consistent, conflicting semantics.'),
  conflictingCache: () => bad('Cannot specify ?cached with ?consistent, conflicting semantics.'),
  invalidMaxStale: (value: string) => bad(`Invalid max_stale value ${quoteGo(value)}`),
  invalidWait: () => bad('Invalid wait time'),
  invalidIndex: () => bad('Invalid index'),
  invalidCacheControl: () => bad('Invalid Cache-Control header.'),
  enterpriseParameter: (name: string, feature: string) =>
    bad(`Invalid query parameter: "${name}" - ${feature} are a Consul Enterprise feature`),
  enterpriseHeader: (name: string) => bad(`Invalid header: "${name}" - Namespaces are a Consul Enterprise feature`),
  noLeader: () => failed('No cluster leader'),
  noPathToDatacenter: () => failed('No path to datacenter'),
  decodeFailed: (reason: string) => bad(`Request decode failed: ${reason}`),
  missing: (what: string) => bad(`Missing ${what}`),
  tooLarge: (bytes: number | undefined, limit: number, setting: string) =>
    new HttpError(
      413,
      `Request body${bytes === undefined ? '' : `(${bytes} bytes)`} too large, max size: ${limit} bytes. ` +
        `See https://developer.hashicorp.com/docs/agent/config/config-files#${setting}.`,
    ),
  notAnInteger: (text: string, reason: 'invalid syntax' | 'value out of range' = 'invalid syntax') =>
    failed(`strconv.ParseUint: parsing ${quoteGo(text)}: ${reason}`),
  conflictingFlags: (query: string) => bad(`Conflicting flags: ${query}\n`),
  unprintable: () => bad(''),
  restricted: () => new HttpError(403, 'Access is restricted'),
  blocked: () => new HttpError(403, 'Endpoint is blocked by agent configuration'),
  aclDisabled: () => new HttpError(401, 'ACL support disabled'),
  notBuilt: (path: string, why: string) => new HttpError(501, `miniconsul does not implement ${path}: ${why}`),
} as const
