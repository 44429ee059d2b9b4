/** Characters of names that a route may have compared with those of listeners: a hundredth of a second of work. */
export const MAX_COMPARED = 5_000_000

type Fit = 'yes' | 'no' | 'too many'

/** The names that an HTTP route is for, any of them where it has none. */
export class RouteHosts {
  readonly #exact: ReadonlySet<string>
  readonly #known = new Map<string, Fit>()
  #left = MAX_COMPARED

  constructor(hosts: readonly string[]) {
    this.#exact = new Set(hosts)
  }

  /** Whether one of them is one that a listener takes. */
  fit(listener: string): Fit {
    if (this.#exact.size === 0 || listener === '' || listener === '*') return 'yes'
    if (this.#exact.has(listener) || this.#exact.has('*')) return 'yes'
    let fit = this.#known.get(listener)
    if (fit === undefined) this.#known.set(listener, (fit = this.#search(listener)))
    return fit
  }

  #search(listener: string): Fit {
    const suffix = listener.startsWith('*.') ? listener.slice(1) : undefined
    for (const host of this.#exact) {
      this.#left -= 1 + Math.min(host.length, listener.length)
      if (this.#left < 0) return 'too many'
      const fits =
        suffix !== undefined ? host.endsWith(suffix) : host.startsWith('*.') && listener.endsWith(host.slice(1))
      if (fits) return 'yes'
    }
    return 'no'
  }
}
