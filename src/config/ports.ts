import { defaultSettings, type Port, type Settings } from '../model/settings.ts'
import { joinHostPort } from '../go/host-port.ts'
import { UNIX } from './addresses.ts'
import { ConfigError } from './errors.ts'
import type { ConfigReader } from './reader.ts'

const HIGHEST = 65535

/** Ranges of ports that are given out, by what their keys begin with. */
const RANGES = [
  ['proxy', { first: 20_000, last: 20_255 }],
  ['sidecar', defaultSettings.sidecarPorts],
  ['expose', defaultSettings.exposedPorts],
] as const

/** Ports for sidecars and for checks that proxies expose. */
export function readPortRanges(reader: ConfigReader): Pick<Settings, 'sidecarPorts' | 'exposedPorts'> {
  const ranges = RANGES.map(([name, standard]) => ({
    first: readPort(reader, `${name}_min_port`, standard.first),
    last: readPort(reader, `${name}_max_port`, standard.last),
  }))
  const [, sidecarPorts = defaultSettings.sidecarPorts, exposedPorts = defaultSettings.exposedPorts] = ranges
  return { sidecarPorts, exposedPorts }
}

function readPort(reader: ConfigReader, name: string, absent: Port): Port {
  const path = `ports.${name}`
  const value = reader.int(path) ?? absent
  if (value > HIGHEST) reader.problems.push(`${path}: invalid port: ${value}`)
  return Math.max(value, -1)
}

/** Which ports to listen on: -1 closes one; 0, unlike in Consul, takes one that is free. */
export function readPorts(reader: ConfigReader, mode: { dev: boolean; server: boolean }): Settings['ports'] {
  const standard = defaultSettings.ports
  const port = (name: string, absent: Port): Port => readPort(reader, name, absent)
  return {
    http: port('http', standard.http),
    https: port('https', standard.https),
    dns: port('dns', standard.dns),
    server: port('server', standard.server),
    serfLan: port('serf_lan', standard.serfLan),
    serfWan: port('serf_wan', standard.serfWan),
    grpc: port('grpc', mode.dev ? standard.grpc : -1),
    grpcTls: port('grpc_tls', mode.server ? standard.grpcTls : -1),
  }
}

export function checkServerPorts({ ports }: Settings): void {
  if (ports.server <= 0) throw new ConfigError('server-port must be greater than zero')
  if (ports.serfLan <= 0) throw new ConfigError('serf-lan-port must be greater than zero')
}

/** A range must not end before it begins. */
export function checkPortRanges(reader: ConfigReader): void {
  for (const [name, { first, last }] of RANGES) {
    const [min, max] = [`${name}_min_port`, `${name}_max_port`]
    if ((reader.int(`ports.${min}`) ?? first) <= (reader.int(`ports.${max}`) ?? last)) continue
    throw new ConfigError(`${min} must be less than ${max}. To disable, set both to zero.`)
  }
}

/** Nothing may listen where something else does. Ports that are closed or chosen by the system are nobody's. */
export function checkUniquePlaces(settings: Settings): void {
  const { ports, addresses, clientAddresses, advertiseAddress, advertiseAddressWan } = settings
  const rows = [
    ['DNS', addresses.dns ?? clientAddresses, ports.dns],
    ['HTTP', addresses.http ?? clientAddresses, ports.http],
    ['HTTPS', addresses.https ?? clientAddresses, ports.https],
    ['RPC Advertise', [advertiseAddress], ports.server],
    ['Serf Advertise LAN', [advertiseAddress], ports.serfLan],
    ['Serf Advertise WAN', [advertiseAddressWan], ports.serfWan],
  ] as const
  const taken = new Map<string, string>()
  for (const [name, hosts, port] of rows) {
    if (port <= 0) continue
    for (const host of hosts) {
      const place = host.startsWith(UNIX) ? host.slice(UNIX.length) : joinHostPort(host, port)
      const other = taken.get(place)
      if (other !== undefined) throw new ConfigError(`${name} address ${place} already configured for ${other}`)
      taken.set(place, name)
    }
  }
}
