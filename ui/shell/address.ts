import { signal } from '@preact/signals'
import { BASE } from '../lib/base.ts'
import { closesForm, hrefOf, parsePlace, type Place } from '../lib/place.ts'
import { pageNames } from './page-names.ts'
import { leaving, unsaved } from './unsaved.ts'

const here = (): Place => parsePlace(location.pathname, location.search, pageNames)

/** Where the page is: all that a user has chosen stands in its address. */
export const place = signal<Place>(here())

/** The address that the page shows. */
let shown = new URL(location.href)

function show(): void {
  shown = new URL(location.href)
  place.value = here()
}

/** Goes to an address of the page, unless a form would be lost. `replace`: as when typing, without a step for the way back. */
export function go(href: string, { replace = false } = {}): void {
  if (asksFirst(href)) return
  history[replace ? 'replaceState' : 'pushState'](null, '', href)
  show()
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

/** Whether it has to be asked before going there. */
function asksFirst(href: string): boolean {
  if (!unsaved.value || !closesForm(shown, new URL(href, location.href))) return false
  leaving.value = href
  return true
}

/** Lets links within the page change its address instead of loading it again. */
export function followLinks(): void {
  addEventListener('popstate', () => {
    const href = location.pathname + location.search
    // the browser is there already: it is led back until that is decided
    if (asksFirst(href)) history.pushState(null, '', shown.pathname + shown.search)
    else show()
  })
  addEventListener('beforeunload', event => {
    if (unsaved.value) event.preventDefault()
  })
  document.addEventListener('click', event => {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || link.origin !== location.origin || link.hasAttribute('download') || link.target !== '') return
    if (!link.pathname.startsWith(BASE) || link.getAttribute('href')?.startsWith('#')) return
    event.preventDefault()
    if (link.hasAttribute('data-discard')) unsaved.value = false
    go(link.pathname + link.search)
  })
}

/** Where a token can be given; afterwards it goes on where the page is now. */
export const signInHref = (): string => hrefOf(['sign-in'], { back: location.pathname + location.search })
