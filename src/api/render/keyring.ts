import type { DatacenterKeys, MemberKeys } from '../../agent/datacenter-keys.ts'

/** The pools that share keys: the servers of all datacenters, and the members of each. */
export interface KeyPool {
  readonly wan: boolean
  readonly datacenter: string
  readonly members: readonly MemberKeys[]
}

/** The pools of datacenters, the own one first. */
export function keyPools(asked: readonly DatacenterKeys[], { wan }: { readonly wan: boolean }): readonly KeyPool[] {
  const lan = asked.map(keys => ({ wan: false, ...keys }))
  if (!wan) return lan
  const servers = lan.flatMap(({ datacenter, members }) =>
    members.filter(({ isServer }) => isServer).map(member => ({ ...member, name: `${member.name}.${datacenter}` })),
  )
  return [{ wan: true, datacenter: lan[0]?.datacenter ?? '', members: servers }, ...lan]
}

export function renderKeyPool({ wan, datacenter, members }: KeyPool): object {
  const keys = members.map(({ answer }) => answer?.keys ?? [])
  return {
    WAN: wan,
    Datacenter: datacenter,
    Segment: '',
    Keys: counted(keys.flat()),
    PrimaryKeys: counted(keys.flatMap(([primary]) => primary ?? [])),
    NumNodes: members.length,
  }
}

function counted(keys: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const key of keys.toSorted()) counts.set(key, (counts.get(key) ?? 0) + 1)
  return Object.fromEntries(counts)
}

const lanPool = (datacenter: string): string => `${datacenter} (LAN)`

/** The same for a key that no pool was given. */
export const refusedEverywhere = (datacenters: readonly string[], reason: string): readonly string[] =>
  ['WAN', ...datacenters.map(lanPool)].map(pool => `${pool} error: ${reason}`)

/** The errors of a pool, in Consul's words; nothing where all its members did what they were asked. */
export function keyPoolProblems({ wan, datacenter, members }: KeyPool): readonly string[] {
  const pool = `${wan ? 'WAN' : lanPool(datacenter)} error`
  const all = members.length
  const failed = members.filter(({ answer }) => answer?.reason !== undefined)
  const silent = members.filter(({ answer }) => !answer).length
  if (failed.length > 0) {
    const reasons = failed.map(({ name, answer }) => `${name}: ${answer?.reason ?? ''}`)
    return [`${pool}: ${failed.length}/${all} nodes reported failure`, ...reasons]
  }
  return silent === 0 ? [] : [`${pool}: ${all - silent}/${all} nodes reported success`]
}
