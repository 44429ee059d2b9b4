import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Sockets that one process may have. */
export function mostSockets() {
  const limit = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim()
  return limit === 'unlimited' ? 1_000_000 : Number(limit)
}

/** Connections that one address may have to one port of another. */
export function ephemeralPorts() {
  const range = '/proc/sys/net/ipv4/ip_local_port_range'
  if (!existsSync(range)) return 16_384
  const [first, last] = readFileSync(range, 'utf8').trim().split(/\s+/).map(Number)
  return last - first
}
