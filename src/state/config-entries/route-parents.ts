import { list } from '../../go/mapstructure/containers.ts'
import { type ResourceReference, resourceReference } from './conditions.ts'
import { refuseEntry } from './kind.ts'
import { quoteGo } from '../../go/quote.ts'

/** The gateways, and the listeners of them, that a route is for. */
export const parents = list(resourceReference)
type Parents = readonly ResourceReference[] | null

const GATEWAY = 'api-gateway'

export const normalizeParents = (given: Parents): Parents =>
  given?.map(({ Kind, ...rest }) => ({ Kind: Kind || GATEWAY, ...rest })) ?? null

export function checkParents(given: Parents): void {
  const seen = new Set<string>()
  for (const { Kind, Name, SectionName } of given ?? []) {
    if (Kind !== GATEWAY) refuseEntry(`unsupported parent kind: ${quoteGo(Kind)}, must be '${GATEWAY}'`)
    const key = JSON.stringify([Name, SectionName])
    if (seen.has(key)) refuseEntry('route parents must be unique')
    seen.add(key)
  }
}
