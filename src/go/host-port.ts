/** Go's net.JoinHostPort: `host:port`, with brackets around an IPv6 address. */
export const joinHostPort = (host: string, port: number | string): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

/** Go's net.SplitHostPort: a host, without its brackets, and a port, which may be anything. Throws with Go's text. */
export function splitHostPort(address: string): { readonly host: string; readonly port: string } {
  const fail = (what: string): never => {
    throw new Error(address === '' ? what : `address ${address}: ${what}`)
  }
  const colon = address.lastIndexOf(':')
  if (colon < 0) fail(MISSING_PORT)
  const end = address.startsWith('[') ? bracketOf(address, colon, fail) : -1
  const host = end < 0 ? address.slice(0, colon) : address.slice(1, end)
  if (end < 0 && host.includes(':')) fail(TOO_MANY_COLONS)
  if (address.includes('[', end < 0 ? 0 : 1)) fail("unexpected '[' in address")
  if (address.includes(']', end + 1)) fail("unexpected ']' in address")
  return { host, port: address.slice(colon + 1) }
}

/** Where the host ends that brackets are around. */
function bracketOf(address: string, colon: number, fail: (what: string) => never): number {
  const end = address.indexOf(']')
  if (end < 0) return fail("missing ']' in address")
  if (end + 1 === colon) return end
  return fail(address[end + 1] === ':' ? TOO_MANY_COLONS : MISSING_PORT)
}

const MISSING_PORT = 'missing port in address'
const TOO_MANY_COLONS = 'too many colons in address'
