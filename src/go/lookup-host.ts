import dns from 'node:dns'
import { isLibcAddress } from '../lib/ip.ts'

/** The addresses behind a name, IPv4 first: it is what test services listen on. Rejects where there are none, as Node does. */
export async function lookupHost(host: string): Promise<readonly string[]> {
  if (isLibcAddress(host)) throw new Error(`${host} is no name`)
  const found = await dns.promises.lookup(host, { all: true, order: 'ipv4first' })
  return found.map(({ address }) => address)
}
