import type { HeaderModifiers } from '../config-entries/common.ts'

/** What both a split and the one within it change; the inner one wins. */
export function mergeHeaders(outer: HeaderModifiers | null, inner: HeaderModifiers | null): HeaderModifiers | null {
  if (!outer || !inner) return inner ?? outer
  const merged = { Add: join(outer.Add, inner.Add), Set: join(outer.Set, inner.Set) }
  const removed = [...(outer.Remove ?? []), ...(inner.Remove ?? [])]
  return { ...merged, Remove: removed.length > 0 ? [...new Set(removed)] : null }
}

type Texts = HeaderModifiers['Add']

const join = (outer: Texts, inner: Texts): Texts => (outer || inner ? { ...outer, ...inner } : null)
