import type { Access, Authorizer, Resource } from './authorizer.ts'
import { grants, type Level, stronger } from './levels.ts'
import type { NamedRule, Rules } from './parse-rules.ts'
import type { GlobalKind } from './rule-kinds.ts'

/** What holds where no rule says anything: everything but what concerns ACLs, or nothing. */
export type DefaultPolicy = 'allow' | 'deny'

export interface CompiledFor {
  readonly accessor: string
  readonly id: string
  readonly defaultPolicy: DefaultPolicy
}

/** The rights that the rules of several policies give together, in whatever order they come. */
export function compileRules(policies: readonly Rules[], { accessor, id, defaultPolicy }: CompiledFor): Authorizer {
  const global = mergeGlobal(policies)
  const named = mergeNamed(policies)
  const byDefault = (resource: Resource): boolean => defaultPolicy === 'allow' && resource !== 'acl'
  const decide = (level: Level | undefined, resource: Resource, access: Access): boolean =>
    level === undefined ? byDefault(resource) : grants(level, access)
  return {
    accessor,
    id,
    allowsAll: false,
    allows(resource, access, name = '') {
      const rules = named.get(resource)
      if (!isNamedResource(resource)) return decide(globalLevel(global, resource), resource, access)
      if (resource === 'intention' && name === '*') return wildcard(rules, access) ?? byDefault(resource)
      return decide(rules?.find(name), resource, access)
    },
    allowsTree(prefix) {
      const keys = named.get('key')
      if (!decide(keys?.findPrefix(prefix), 'key', 'write')) return false
      for (const level of keys?.below(prefix) ?? []) if (level !== 'write') return false
      return true
    },
    allowsEvery(resource, access) {
      const rules = named.get(resource)
      for (const level of rules?.below('') ?? []) if (!grants(level, access)) return false
      return decide(rules?.findPrefix(''), resource, access)
    },
    allowsSome(resource, access) {
      const rules = named.get(resource)
      for (const level of rules?.below('') ?? []) if (grants(level, access)) return true
      return decide(rules?.findPrefix(''), resource, access)
    },
  }
}

type Global = Readonly<Partial<Record<GlobalKind, Level>>>

function isNamedResource(resource: Resource): resource is Exclude<Resource, GlobalKind> {
  return !['acl', 'keyring', 'operator', 'mesh', 'peering'].includes(resource)
}

/** `operator` speaks for `mesh` and `peering` where they are not named. */
function globalLevel(global: Global, resource: Resource): Level | undefined {
  const level = global[resource as GlobalKind]
  return level ?? (resource === 'mesh' || resource === 'peering' ? global.operator : undefined)
}

function mergeGlobal(policies: readonly Rules[]): Global {
  const merged: Partial<Record<GlobalKind, Level>> = {}
  for (const { global } of policies) {
    for (const [kind, level] of Object.entries(global) as [GlobalKind, Level][]) {
      merged[kind] = stronger(merged[kind], level) as Level
    }
  }
  return merged
}

function mergeNamed(policies: readonly Rules[]): ReadonlyMap<Resource, NameRules> {
  const merged = new Map<string, NamedRule>()
  for (const { named } of policies) {
    for (const rule of named) {
      const key = `${rule.kind.block}\0${rule.name}`
      const before = merged.get(key)
      const level = stronger(before?.level, rule.level) as Level
      merged.set(key, { ...rule, level, intentions: stronger(before?.intentions, rule.intentions) })
    }
  }
  const resources = new Map<Resource, NameRules>()
  const rulesOf = (resource: Resource): NameRules => {
    const known = resources.get(resource) ?? new NameRules()
    resources.set(resource, known)
    return known
  }
  for (const { kind, name, level, intentions } of merged.values()) {
    rulesOf(kind.resource).add(name, kind.prefix, level)
    if (kind.resource === 'service') {
      rulesOf('intention').add(name, kind.prefix, intentions ?? (level === 'deny' ? 'deny' : 'read'))
    }
  }
  return resources
}

/** Rules of one resource: an exact name goes before prefixes, the longest prefix before shorter ones. */
class NameRules {
  readonly #exact = new Map<string, Level>()
  readonly #prefixes = new Map<string, Level>()
  /** Lengths of the prefixes, the longest first. */
  #lengths: readonly number[] = []

  add(name: string, prefix: boolean, level: Level): void {
    if (!prefix) {
      this.#exact.set(name, level)
      return
    }
    this.#prefixes.set(name, level)
    this.#lengths = [...new Set([...this.#lengths, name.length])].sort((a, b) => b - a)
  }

  find(name: string): Level | undefined {
    return this.#exact.get(name) ?? this.findPrefix(name)
  }

  findPrefix(name: string): Level | undefined {
    for (const length of this.#lengths) {
      if (length > name.length) continue
      const level = this.#prefixes.get(name.slice(0, length))
      if (level !== undefined) return level
    }
    return undefined
  }

  /** What the rules say whose names begin with `prefix`. */
  *below(prefix: string): Iterable<Level> {
    for (const rules of [this.#exact, this.#prefixes]) {
      for (const [name, level] of rules) if (name.startsWith(prefix)) yield level
    }
  }
}

/** Intentions for `*`: any rule that allows reading lets it be read; to be written, nothing must be denied that it covers. */
function wildcard(rules: NameRules | undefined, access: Access): boolean | undefined {
  const levels = [...(rules?.below('') ?? [])]
  if (access === 'read') return levels.some(level => grants(level, access)) || undefined
  if (levels.some(level => !grants(level, access))) return false
  const all = rules?.findPrefix('')
  return all === undefined ? undefined : grants(all, access)
}
