/** A place of this page. */
export interface Target {
  readonly path: readonly string[]
  readonly params?: Readonly<Record<string, string>>
}

/** Names of pages that Consul's own has, and this one calls something else. */
export const CONSUL_PAGES: readonly string[] = ['routing-config', 'login']

/** Where an address of Consul's own page leads to here; undefined where it is the same, or is no such address. */
export function consulLink([page = '', name, view, ...rest]: readonly string[]): Target | undefined {
  if (page === 'routing-config' && name !== undefined) return { path: ['services', name, 'routing'] }
  if (page === 'login') return { path: ['sign-in'] }
  if (page === 'nodes' && name !== undefined && view === 'lock-sessions') {
    return { path: ['sessions'], params: { q: name } }
  }
  if (page === 'services' && view === 'intentions' && rest[0] !== undefined) return { path: ['intentions', rest[0]] }
  return undefined
}
