import { isIP } from 'node:net'

/**
 * Whether a `Host` can only be meant for a machine at hand: an address, or a name that nobody else can own. Any other name
 * may be a foreign page's that was pointed here (DNS rebinding).
 */
export function isOwnHost(host: string): boolean {
  const name = host
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase()
  if (name === '') return false
  return isIP(name) !== 0 || !name.includes('.') || /\.(localhost|internal|local|test)$/.test(name)
}
