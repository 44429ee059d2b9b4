const KEY = 'consul-token'

interface TabStorage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** Of this tab alone, until it closes. Undefined where no browser is, as in tests, and where the browser refuses it. */
function storage(): TabStorage | undefined {
  try {
    return (globalThis as { readonly sessionStorage?: TabStorage }).sessionStorage
  } catch {
    return undefined
  }
}

let secret = storage()?.getItem(KEY) ?? ''

/** The secret of the token that requests of the page carry; '' for none. */
export const currentSecret = (): string => secret

/** Takes another token for all requests from now on; '' for none. */
export function keepSecret(next: string): void {
  secret = next
  if (next === '') storage()?.removeItem(KEY)
  else storage()?.setItem(KEY, next)
}

/** The header that carries a token. */
export const tokenHeader = (): Readonly<Record<string, string>> => (secret === '' ? {} : { 'X-Consul-Token': secret })
