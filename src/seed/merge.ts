import type { Seed } from './seed.ts'

/** Several seeds as one: of a key the last value counts, all else is added up. */
export function mergeSeeds(seeds: readonly Seed[]): Seed {
  return {
    kv: Object.assign({}, ...seeds.map(seed => seed.kv ?? {})) as NonNullable<Seed['kv']>,
    services: seeds.flatMap(seed => seed.services ?? []),
    checks: seeds.flatMap(seed => seed.checks ?? []),
    nodes: seeds.flatMap(seed => seed.nodes ?? []),
    sessions: seeds.flatMap(seed => seed.sessions ?? []),
    queries: seeds.flatMap(seed => seed.queries ?? []),
    config: seeds.flatMap(seed => seed.config ?? []),
    acl: {
      policies: seeds.flatMap(({ acl = {} }) => acl.policies ?? []),
      roles: seeds.flatMap(({ acl = {} }) => acl.roles ?? []),
      tokens: seeds.flatMap(({ acl = {} }) => acl.tokens ?? []),
    },
  }
}
