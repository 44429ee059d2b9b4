import { DurationError, parseDuration } from '../go/duration.ts'
import { StateError } from './errors.ts'
import type { NewQuery } from './query.ts'
import type { StringMap } from '../model/rows.ts'

/** What reads of a query would show in place of its token. */
const HIDDEN = '<hidden>'

/** What a query is refused for before the state is looked at, in Consul's order. */
function queryProblem({ Name, Session, Token, Template, Service, DNS }: NewQuery): string | undefined {
  if (Name === '' && Template.Type === '' && Session === '') return 'Must be bound to a session'
  if (Token === HIDDEN) {
    return `Bad Token '${HIDDEN}', it looks like a query definition with a redacted token was submitted`
  }
  if (Service.Service === '') return 'Must provide a Service name to query'
  const { NearestN, Datacenters, Targets } = Service.Failover
  if (NearestN < 0) return `Bad NearestN '${NearestN}', must be >= 0`
  if (Targets && Targets.length > 0 && (NearestN !== 0 || (Datacenters ?? []).length > 0)) {
    return 'Targets cannot be populated with NearestN or Datacenters'
  }
  if (Service.SamenessGroup !== '') return 'sameness-groups are an enterprise-only feature'
  return metadataProblem(Service.NodeMeta) ?? ttlProblem(DNS.TTL)
}

const MAX_PAIRS = 64
const MAX_KEY = 128
const MAX_VALUE = 512

function metadataProblem(meta: StringMap | null): string | undefined {
  const pairs = Object.entries(meta ?? {})
  if (pairs.length > MAX_PAIRS) return `Node metadata cannot contain more than ${MAX_PAIRS} key/value pairs`
  for (const [key, value] of pairs) {
    const problem = pairProblem(key, value)
    if (problem !== undefined) return `Couldn't load metadata pair ('${key}', '${value}'): ${problem}`
  }
  return undefined
}

function pairProblem(key: string, value: string): string | undefined {
  if (key === '') return 'Key cannot be blank'
  if (!/^[A-Za-z0-9_-]+$/.test(key)) return 'Key contains invalid characters'
  if (key.length > MAX_KEY) return `Key is too long (limit: ${MAX_KEY} characters)`
  if (value.length > MAX_VALUE) return `Value is too long (limit: ${MAX_VALUE} characters)`
  return undefined
}

function ttlProblem(text: string): string | undefined {
  if (text === '') return undefined
  try {
    const ttl = parseDuration(text)
    return ttl < 0 ? `DNS TTL '${ttl}', must be >=0` : undefined
  } catch (err) {
    if (err instanceof DurationError) return `Bad DNS TTL '${text}': ${err.message}`
    throw err
  }
}

/** Throws what is wrong with a query. */
export function validateQuery(query: NewQuery): void {
  const problem = queryProblem(query)
  if (problem !== undefined) throw new StateError(`Invalid prepared query: ${problem}`)
}
