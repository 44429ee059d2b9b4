import type { Route } from './route.ts'
import { unescapeBytes } from './query-string.ts'

export type Match =
  | { readonly route: Route; readonly paramBytes: string }
  /** The path has another, canonical form. */
  | { readonly redirect: string }

/**
 * Finds routes as Go's ServeMux does: exact paths, and paths ending in `/` that stand for all below. Unclean paths
 * (`//`, `.`, `..`) and paths that lack only their last slash are redirected.
 */
export class Router {
  readonly #exact = new Map<string, Route>()
  readonly #subtrees = new Map<string, Route>()

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const at = route.path.indexOf(':')
      const [map, key] = at < 0 ? [this.#exact, route.path] : [this.#subtrees, route.path.slice(0, at)]
      if (map.has(key)) throw new Error(`Failed to add the route ${route.path}: its path is taken.`)
      map.set(key, route)
    }
  }

  get routes(): readonly Route[] {
    return [...this.#exact.values(), ...this.#subtrees.values()]
  }

  find(path: string): Match | undefined {
    if (path.includes('//') || /\/\.{1,2}(\/|$)/.test(path)) return { redirect: cleanPath(path) }
    const exact = this.#exact.get(path)
    if (exact) return { route: exact, paramBytes: '' }
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const route = this.#subtrees.get(path.slice(0, end + 1))
      if (route) return { route, paramBytes: unescapeBytes(path.slice(end + 1)) ?? '' }
    }
    return this.#subtrees.has(`${path}/`) ? { redirect: `${path}/` } : undefined
  }
}

function cleanPath(path: string): string {
  const out: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') out.pop()
    else if (part !== '' && part !== '.') out.push(part)
  }
  const slash = path.endsWith('/') || /\/\.{1,2}$/.test(path)
  return `/${out.join('/')}${slash && out.length > 0 ? '/' : ''}`
}
