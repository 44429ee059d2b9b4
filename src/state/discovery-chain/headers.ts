import type { HeaderModifiers } from '../config-entries/common.ts'

/** What two splits of which one leads to the other change: of the same header what is done last. */
export function mergeHeaders(first: HeaderModifiers | null, last: HeaderModifiers | null): HeaderModifiers | null {
  if (!first || isEmpty(first)) return last
  if (!last || isEmpty(last)) return first
  const merged = { Add: join(first.Add, last.Add), Set: join(first.Set, last.Set) }
  const removed = [...(first.Remove ?? []), ...(last.Remove ?? [])]
  return { ...merged, Remove: removed.length > 0 ? [...new Set(removed)] : null }
}

const isEmpty = ({ Add, Set, Remove }: HeaderModifiers): boolean =>
  [Add ?? {}, Set ?? {}, Remove ?? []].every(part => Object.keys(part).length === 0)

type Texts = HeaderModifiers['Add']

const join = (first: Texts, last: Texts): Texts => (first || last ? { ...first, ...last } : null)
