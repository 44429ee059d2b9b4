import type { AclTokenDefinition } from '../library/acl-objects.ts'
import type { CatalogRegistration } from '../library/catalog.ts'
import type { CheckStatus, ServiceDefinition } from '../library/definitions.ts'
import type { ConfigEntryDefinition } from '../library/config.ts'
import type { QueryDefinition } from '../library/query.ts'
import type { Seed, SeedAcl, SeedCheck, SeedNode, SeedSession, SeedValue } from './seed.ts'

type Row = Readonly<Record<string, unknown>>

/** A key to write. */
export interface PlannedKey {
  readonly key: string
  readonly value: Uint8Array
  readonly flags: number | bigint
}

type OwnCheck = NonNullable<Seed['checks']>[number]

/** What is to be done for a seed, in order. */
export interface SeedPlan {
  readonly services: readonly ServiceDefinition[]
  readonly checks: readonly OwnCheck[]
  readonly registrations: readonly CatalogRegistration[]
  readonly kv: readonly PlannedKey[]
  readonly sessions: readonly SeedSession[]
  readonly queries: readonly QueryDefinition[]
  readonly config: readonly ConfigEntryDefinition[]
  readonly acl: SeedAcl
}

export function planSeed({
  kv = {},
  services = [],
  checks = [],
  nodes = [],
  sessions = [],
  queries = [],
  config = [],
  acl = {},
}: Seed): SeedPlan {
  return {
    services,
    checks,
    registrations: nodes.flatMap(registrationsOf),
    kv: Object.entries(kv).map(([key, value]) => plannedKey(key, value)),
    sessions,
    queries,
    config,
    acl,
  }
}

/** How a token is called: never by its secret. */
export const nameOfToken = ({ AccessorID, Description = '' }: AclTokenDefinition): string => AccessorID ?? Description

function plannedKey(key: string, given: string | Uint8Array | SeedValue): PlannedKey {
  if (typeof given === 'string') return { key, value: Buffer.from(given), flags: 0 }
  if (given instanceof Uint8Array) return { key, value: given, flags: 0 }
  const { value = '', base64, flags = 0 } = given
  return { key, value: base64 === undefined ? Buffer.from(value) : Buffer.from(base64, 'base64'), flags }
}

/** The node with its own checks, then each service with those that speak for it. */
function registrationsOf({
  name,
  address,
  id,
  meta,
  taggedAddresses,
  services = [],
  checks = [],
}: SeedNode): CatalogRegistration[] {
  const ids = new Set(services.map(service => service.id ?? service.name))
  // those of services that the seed does not bring, too: they are refused where the node has no such service either
  const own = checks.filter(({ serviceId = '' }) => !ids.has(serviceId)).map(catalogCheck)
  const registrations: CatalogRegistration[] = [
    {
      Node: name,
      Address: address,
      ...(id !== undefined && { ID: id }),
      ...(meta && { NodeMeta: meta }),
      ...(taggedAddresses && { TaggedAddresses: taggedAddresses }),
      ...(own.length > 0 && { Checks: own }),
    },
  ]
  for (const service of services) {
    const serviceId = service.id ?? service.name
    const others = checks.filter(check => check.serviceId === serviceId).map(catalogCheck)
    registrations.push({
      Node: name,
      Address: address,
      SkipNodeUpdate: true,
      Service: catalogService(service),
      Checks: [...catalogChecks(service), ...others],
    })
  }
  return registrations
}

const catalogCheck = ({ name, id, status = 'critical', serviceId = '', notes = '', output = '' }: SeedCheck): Row => ({
  Name: name,
  CheckID: id ?? name,
  Status: status,
  ServiceID: serviceId,
  Notes: notes,
  Output: output,
})

function catalogService({ name, check: _check, checks: _checks, ...service }: ServiceDefinition): Row {
  return { ...service, service: name }
}

/** The checks of a service with the IDs and names that an agent would give them. */
function catalogChecks({ name, id = name, check, checks = [] }: ServiceDefinition): Row[] {
  type Given = { readonly id?: string; readonly name?: string; readonly status?: CheckStatus; readonly notes?: string }
  const all: Given[] = [
    ...(check === undefined ? [] : [typeof check === 'string' ? { status: check } : check]),
    ...checks,
  ]
  return all.map((given, at) =>
    catalogCheck({
      ...given,
      name: given.name ?? `Service '${name}' check`,
      id: given.id ?? (all.length === 1 ? `service:${id}` : `service:${id}:${at + 1}`),
      serviceId: id,
    }),
  )
}
