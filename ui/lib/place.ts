import { BASE } from './base.ts'

/** An address of the page, taken apart: where, and with which parameters. */
export interface Place {
  /** Parts of the path below that of the page, decoded. */
  readonly path: readonly string[]
  readonly params: URLSearchParams
}

/**
 * Takes a URL apart. Consul's own page has the datacenter first, as in `/ui/dc1/services`, and before that a partition and a
 * namespace, as in `/ui/_default/~default/dc1/services`: those are passed over.
 */
export function parsePlace(pathname: string, search: string, pages: ReadonlySet<string>): Place {
  const path = pathname
    .slice(BASE.length)
    .split('/')
    .filter(part => part !== '')
    .map(decode)
  while (path.length > 1 && /^[_~]/.test(path[0] ?? '')) path.shift()
  const [first = '', second = ''] = path
  const own = !pages.has(first) && pages.has(second) ? path.slice(1) : path
  return { path: own, params: new URLSearchParams(search) }
}

/** The address of a place. Parameters without a value are left out. */
export function hrefOf(path: readonly string[], params: Readonly<Record<string, string | undefined>> = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) if (value) search.set(name, value)
  const query = search.toString()
  return `${BASE}${path.map(encodeURIComponent).join('/')}${query === '' ? '' : `?${query}`}`
}

/** Parameters of the address that decide which form is shown. */
const FORM_PARAMS = ['edit', 'new', 'key', 'about', 'check', 'instance']

/** Whether going there closes the form of this page. */
export function closesForm(from: URL, to: URL): boolean {
  if (from.pathname !== to.pathname) return true
  return FORM_PARAMS.some(name => from.searchParams.get(name) !== to.searchParams.get(name))
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
