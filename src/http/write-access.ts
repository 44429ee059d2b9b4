import { BlockList } from 'node:net'
import { isIPv6 } from '../lib/ip.ts'

/** Whether an address may write: `http_config.allow_write_http_from`. An empty list allows all. */
export function mayWrite(address: string, networks: readonly string[]): boolean {
  if (networks.length === 0) return true
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address
  const list = new BlockList()
  for (const network of networks) {
    const [base = '', bits] = network.split('/')
    const family = isIPv6(base) ? 'ipv6' : 'ipv4'
    list.addSubnet(base, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
}
