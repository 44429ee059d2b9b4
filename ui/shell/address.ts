import { signal } from '@preact/signals'
import { BASE } from '../lib/base.ts'
import { hrefOf, parsePlace, type Place } from '../lib/place.ts'
import { pageNames } from './page-names.ts'

const here = (): Place => parsePlace(location.pathname, location.search, pageNames)

/** Where the page is: all that a user has chosen stands in its address. */
export const place = signal<Place>(here())

/** Goes to an address of the page. `replace`: as when typing, without a step for the way back. */
export function go(href: string, { replace = false } = {}): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', href)
  place.value = here()
}

/** The address of this place with other parameters; undefined takes one away. */
export function withParams(change: Readonly<Record<string, string | undefined>>): string {
  const { path, params } = place.value
  return hrefOf(path, { ...Object.fromEntries(params), ...change })
}

/** A parameter of the address; '' when it is not there. */
export const param = (name: string): string => place.value.params.get(name) ?? ''

/** Parameters that go along when another row of the same list is chosen; its order is one of them. */
export function currentParams(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries([...names, 'sort'].map(name => [name, param(name)]))
}

/** Lets links within the page change its address instead of loading it again. */
export function followLinks(): void {
  addEventListener('popstate', () => (place.value = here()))
  document.addEventListener('click', event => {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || link.origin !== location.origin || link.hasAttribute('download') || link.target !== '') return
    if (!link.pathname.startsWith(BASE) || link.getAttribute('href')?.startsWith('#')) return
    event.preventDefault()
    go(link.pathname + link.search)
  })
}

/** Where a token can be given; afterwards it goes on where the page is now. */
export const signInHref = (): string => hrefOf(['sign-in'], { back: location.pathname + location.search })
