import { defaultSettings, type Port, type Settings } from '../model/settings.ts'
import { ConfigError } from './errors.ts'
import type { ConfigReader } from './reader.ts'

const HIGHEST = 65535

/** Ranges of ports that are given out, by what their keys begin with. */
const RANGES = [
  ['proxy', { first: 20_000, last: 20_255 }],
  ['sidecar', defaultSettings.sidecarPorts],
  ['expose', defaultSettings.exposedPorts],
] as const

/** Ports for sidecars and for checks that proxies expose. Throws for a range that ends before it begins. */
export function readPortRanges(reader: ConfigReader): Pick<Settings, 'sidecarPorts' | 'exposedPorts'> {
  const ranges = RANGES.map(([name, standard]) => {
    const first = readPort(reader, `${name}_min_port`, standard.first)
    const last = readPort(reader, `${name}_max_port`, standard.last)
    if (first > last) {
      const keys = `${name}_min_port must be less than ${name}_max_port`
      throw new ConfigError(`${keys}. To disable, set both to zero.`)
    }
    return { first, last }
  })
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

/** What Consul looks at once it has read everything. */
export function checkPorts(settings: Settings): void {
  const { ports, addresses, clientAddresses } = settings
  if (ports.server <= 0) throw new ConfigError('server-port must be greater than zero')
  if (ports.serfLan <= 0) throw new ConfigError('serf-lan-port must be greater than zero')
  if (ports.http <= 0 || ports.http !== ports.dns) return
  const dns = new Set(addresses.dns ?? clientAddresses)
  const shared = (addresses.http ?? clientAddresses).find(address => dns.has(address))
  if (shared !== undefined) throw new ConfigError(`HTTP address ${shared}:${ports.http} already configured for DNS`)
}
