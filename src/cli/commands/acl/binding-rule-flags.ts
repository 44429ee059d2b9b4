import type { Flag, Flags } from '../../../go/flag.ts'

/** What a binding rule is made of. */
export const bindingRuleFlags: readonly Flag[] = [
  { name: 'bind-name', kind: 'string', usage: 'Name to bind to; it may contain ${variables}.' },
  {
    name: 'bind-type',
    kind: 'string',
    usage: 'What to bind to: service, node, policy, role or templated-policy. Default: service.',
  },
  { name: 'bind-vars', kind: 'map', usage: 'Variable of a templated policy, NAME=VALUE. May be repeated.' },
  { name: 'description', kind: 'string', usage: 'Description of the binding rule.' },
  { name: 'selector', kind: 'string', usage: 'Expression that an identity must match.' },
]

/** The type where no flag says one; also of a change, which then changes it to this one. */
export const bindTypeOf = (flags: Flags): string => flags.string('bind-type') ?? 'service'

/** The variables of a templated policy; undefined without any. */
export function bindVarsOf(flags: Flags): Readonly<Record<string, string>> | undefined {
  const pairs = flags.map('bind-vars')
  return pairs.length === 0 ? undefined : { Name: pairs.findLast(([name]) => name.toLowerCase() === 'name')?.[1] ?? '' }
}
