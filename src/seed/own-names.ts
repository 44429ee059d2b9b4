import type { CheckDefinition, ServiceDefinition } from '../library/definitions.ts'
import { ConsulError } from '../model/errors.ts'
import type { QueryDefinition } from '../library/query.ts'
import type { Seed, SeedNode } from './seed.ts'

/** Unique names for what one test creates, so that tests do not interfere. */
export interface OwnNames {
  /** A key of its own. */
  key(key: string): string
  /** A name of its own for a service, a node, a check, a session or a query. */
  name(name: string): string
}

/** Names that bear a mark: keys lie below it, all others end in it. '' leaves them as they are. */
export function ownNames(mark: string): OwnNames {
  if (mark === '') return { key: key => key, name: name => name }
  return { key: key => `${mark}/${key}`, name: name => `${name}-${mark}` }
}

/** A seed under names of its own; what it says of itself among its parts is renamed along. */
export function renameSeed(seed: Seed, { key, name }: OwnNames): Seed {
  if ((seed.config ?? []).length > 0) {
    throw new ConsulError(
      'MC_ERR_SEED',
      'Failed to read the seed: config: entries concern a whole cluster, and have no names of a test',
    )
  }
  if (Object.values(seed.acl ?? {}).some((rows: readonly object[]) => rows.length > 0)) {
    throw new ConsulError(
      'MC_ERR_SEED',
      'Failed to read the seed: acl: policies, roles and tokens concern a whole cluster, and have no names of a test',
    )
  }
  const optional = (given: string | undefined): string | undefined => (given === undefined ? undefined : name(given))
  const check = <T extends CheckDefinition>(given: T): T => ({ ...given, ...withId(given.id) })
  const withId = (id: string | undefined): { readonly id?: string } => (id === undefined ? {} : { id: name(id) })
  const service = (given: ServiceDefinition): ServiceDefinition => ({
    ...given,
    name: name(given.name),
    ...withId(given.id),
    ...(typeof given.check === 'object' && { check: check(given.check) }),
    ...(given.checks && { checks: given.checks.map(check) }),
  })
  const node = (given: SeedNode): SeedNode => ({
    ...given,
    name: name(given.name),
    ...(given.services && { services: given.services.map(service) }),
    ...(given.checks && {
      checks: given.checks.map(one => ({
        ...one,
        ...withId(one.id),
        ...(one.serviceId !== undefined && { serviceId: name(one.serviceId) }),
      })),
    }),
  })
  const nodes = new Set((seed.nodes ?? []).map(one => one.name))
  const query = (given: QueryDefinition): QueryDefinition => ({
    ...given,
    ...(given.Name !== undefined && { Name: name(given.Name) }),
    Service: { ...given.Service, Service: name(given.Service.Service) },
  })
  return {
    kv: Object.fromEntries(Object.entries(seed.kv ?? {}).map(([path, value]) => [key(path), value])),
    services: (seed.services ?? []).map(service),
    checks: (seed.checks ?? []).map(one => ({
      ...check(one),
      name: name(one.name),
      ...(one.serviceId !== undefined && { serviceId: name(one.serviceId) }),
    })),
    nodes: (seed.nodes ?? []).map(node),
    sessions: (seed.sessions ?? []).map(one => ({
      ...one,
      name: optional(one.name) ?? name('session'),
      ...(one.node !== undefined && nodes.has(one.node) && { node: name(one.node) }),
      ...(one.holds && { holds: one.holds.map(key) }),
    })),
    queries: (seed.queries ?? []).map(query),
  }
}
