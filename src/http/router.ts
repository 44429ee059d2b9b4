import type { Route } from './route.ts'
import { unescapeBytes } from '../go/percent.ts'

export type Match =
  | { readonly route: Route; readonly paramBytes: string }
  /** The path has another, canonical form. */
  | { readonly redirect: string }

/**
 * Finds routes as Go's ServeMux does: exact paths, and paths ending in `/` that stand for all below. Unclean paths
 * (`//`, `.`, `..`) and paths that lack only their last slash are redirected. `/v1/query/:id/explain` stands for what
 * ends so below `/v1/query/`, before what `/v1/query/:id` takes.
 */
export class Router {
  readonly #exact = new Map<string, Route>()
  /** By what comes before the name, then by what comes after it. */
  readonly #subtrees = new Map<string, Map<string, Route>>()
  /** The same without their last slash, and their lengths, longest first: a path is looked up without a string made for it. */
  readonly #roots = new Set<string>()
  readonly #lengths: readonly number[]

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const [, before = '', named, after = ''] = /^([^:]*)(:[^/]*)?(.*)$/.exec(route.path) ?? []
      const [map, key] = named === undefined ? [this.#exact, before] : [this.#subtree(before), after]
      if (map.has(key)) throw new Error(`Failed to add the route ${route.path}: its path is taken.`)
      map.set(key, route)
    }
    for (const before of this.#subtrees.keys()) this.#roots.add(before.slice(0, -1))
    this.#lengths = [...new Set(Array.from(this.#subtrees.keys(), ({ length }) => length))].sort((a, b) => b - a)
  }

  get routes(): readonly Route[] {
    return [...this.#exact.values(), ...[...this.#subtrees.values()].flatMap(subtree => [...subtree.values()])]
  }

  /** `asWritten`: of a CONNECT, whose path Go does not clean. */
  find(path: string, asWritten = false): Match | undefined {
    if (asWritten) return path.includes('%') ? this.#findEscaped(path) : this.#findPlain(path)
    if (isUnclean(path)) {
      const clean = cleanPath(escapedPath(path))
      const root = decodedParts(clean).join('/')
      const lacksSlash = !this.#exact.has(root) && this.#subtrees.has(`${root}/`)
      // a path that lacks its slash is cleaned anew from its decoded form, any other one in the form that came
      return { redirect: escapePath(lacksSlash ? cleanPath(`${cleanPath(unescapeBytes(path) ?? path)}/`) : clean) }
    }
    return path.includes('%') ? this.#findEscaped(path) : this.#findPlain(path)
  }

  #findPlain(path: string): Match | undefined {
    const exact = this.#exact.get(path)
    if (exact) return { route: exact, paramBytes: '' }
    if (this.#roots.has(path)) return { redirect: `${path}/` }
    for (const length of this.#lengths) {
      if (path.charCodeAt(length - 1) !== SLASH) continue
      const subtree = this.#subtrees.get(path.slice(0, length))
      if (subtree) return matchName(subtree, path.slice(length))
    }
    return undefined
  }

  /** Parts are compared as they read without escapes, but an escaped slash parts nothing. */
  #findEscaped(path: string): Match | undefined {
    const written = path.split('/')
    const parts = decodedParts(path)
    const whole = parts.join('/')
    const exact = this.#exact.get(whole)
    if (exact) return { route: exact, paramBytes: '' }
    if (this.#subtrees.has(`${whole}/`)) return { redirect: `${whole}/` }
    for (let count = parts.length - 1; count > 1; count--) {
      const subtree = this.#subtrees.get(`${parts.slice(0, count).join('/')}/`)
      if (subtree) return matchName(subtree, written.slice(count).join('/'))
    }
    return undefined
  }

  #subtree(before: string): Map<string, Route> {
    let subtree = this.#subtrees.get(before)
    if (!subtree) this.#subtrees.set(before, (subtree = new Map<string, Route>()))
    return subtree
  }
}

/** Whether Go's ServeMux sends a client to another form of a path. */
export const isUnclean = (path: string): boolean =>
  path.includes('//') || (path.includes('/.') && /\/\.{1,2}(\/|$)/.test(path))

const SLASH = 0x2f

function matchName(subtree: ReadonlyMap<string, Route>, escaped: string): Match | undefined {
  const name = unescapeBytes(escaped) ?? ''
  for (const [after, route] of subtree) {
    // nothing at all may stand before it
    if (after !== '' && `/${name}`.endsWith(after)) return { route, paramBytes: name.slice(0, -after.length) }
  }
  const route = subtree.get('')
  return route && { route, paramBytes: name }
}

/** The parts of a path, decoded each by itself: one with an escaped slash is left as it is, and so is no part of a route. */
const decodedParts = (path: string): string[] =>
  path.split('/').map(part => (/%2f/i.test(part) ? part : (unescapeBytes(part) ?? part)))

/** A path as it reads without escapes, but for those of slashes. */
export const unescapeParts = (path: string): string => decodedParts(path).join('/')

function cleanPath(path: string): string {
  const out: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') out.pop()
    else if (part !== '' && part !== '.') out.push(part)
  }
  const slash = path.endsWith('/')
  return `/${out.join('/')}${slash && out.length > 0 ? '/' : ''}`
}

/** A path as Go gives it back: as it came where all of it may stand in one, else decoded and encoded anew. */
function escapedPath(path: string): string {
  return /^(?:[\w.~$&+,/:;=@!'()*[\]-]|%[0-9a-fA-F]{2})*$/.test(path) ? path : escapePath(unescapeBytes(path) ?? path)
}

/** Percent-encodes what Go's paths do not hold as it is, the sign of escapes included: a redirect encodes twice. */
function escapePath(bytes: string): string {
  return bytes.replace(
    /[^\w.~$&+,/:;=@-]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}
