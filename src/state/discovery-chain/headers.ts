import type { HeaderModifiers } from '../config-entries/common.ts'

/** What both a split and the one within it change; the outer one wins. */
export function mergeHeaders(outer: HeaderModifiers | null, inner: HeaderModifiers | null): HeaderModifiers | null {
  if (!outer || isEmpty(outer)) return inner
  if (!inner) return outer
  const merged = { Add: join(outer.Add, inner.Add), Set: join(outer.Set, inner.Set) }
  const removed = [...(inner.Remove ?? []), ...(outer.Remove ?? [])]
  return { ...merged, Remove: removed.length > 0 ? [...new Set(removed)] : null }
}

const isEmpty = ({ Add, Set, Remove }: HeaderModifiers): boolean =>
  [Add ?? {}, Set ?? {}, Remove ?? []].every(part => Object.keys(part).length === 0)

type Texts = HeaderModifiers['Add']

const join = (outer: Texts, inner: Texts): Texts => (outer || inner ? { ...inner, ...outer } : null)
