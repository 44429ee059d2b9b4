import { anything, map, pointer, struct } from '../../go/mapstructure/containers.ts'
import { bool, named, string } from '../../go/mapstructure/scalars.ts'
import { hidden, omit, type ValueOf } from '../../go/mapstructure/type.ts'
import { decodeWeakly, MapstructureError } from '../../go/mapstructure/decode.ts'
import { raw } from '../../go/decode.ts'
import { JsonError } from '../../go/json.ts'
import { unmarshal } from '../../go/unmarshal.ts'
import {
  envoyExtensions,
  expose,
  failoverPolicy,
  meshGateway,
  prioritizeByLocality,
  transparentProxy,
} from './common.ts'
import { envoyExtensionProblems } from './envoy-extensions.ts'
import { defineKind, entryType, GLOBAL, refuseEntry } from './kind.ts'
import { checkMeta, refuseAll } from './problems.ts'
import { checkMutualTlsMode } from './service-defaults.ts'
import { quoteGo } from '../../go/quote.ts'

const accessLogs = struct({
  Enabled: omit(bool),
  DisableListenerLogs: omit(bool),
  Type: omit(named('structs.LogSinkType')),
  Path: omit(string),
  JSONFormat: omit(string),
  TextFormat: omit(string),
})

/** https://developer.hashicorp.com/consul/docs/connect/config-entries/proxy-defaults */
const type = entryType({
  Config: map(anything),
  // made of Config, so what is written here is dropped
  Protocol: hidden(string),
  Mode: omit(named('structs.ProxyMode')),
  TransparentProxy: transparentProxy,
  MutualTLSMode: omit(named('structs.MutualTLSMode')),
  MeshGateway: meshGateway,
  Expose: expose,
  AccessLogs: accessLogs,
  EnvoyExtensions: omit(envoyExtensions),
  FailoverPolicy: omit(pointer(failoverPolicy)),
  PrioritizeByLocality: omit(pointer(prioritizeByLocality)),
})
export type ProxyDefaults = ValueOf<typeof type>

export const proxyDefaults = defineKind<ProxyDefaults>({
  kind: 'proxy-defaults',
  type,
  access: { read: 'none', write: 'mesh' },
  nameOf(given) {
    const name = nameOf(given)
    checkName(name)
    return name
  },
  normalize: entry => ({ ...entry, Name: nameOf(entry.Name), Protocol: protocolOf(entry) }),
  validate(entry) {
    checkName(entry.Name)
    checkProtocol(entry)
    checkMeta(entry)
    checkAccessLogs(entry.AccessLogs)
    refuseAll(envoyExtensionProblems(entry.EnvoyExtensions))
    const mode = entry.FailoverPolicy?.Mode ?? ''
    if (!['', 'sequential', 'order-by-locality'].includes(mode)) {
      refuseEntry("Failover-policy mode must be one of '', 'sequential', or 'order-by-locality'")
    }
    checkLocality(entry.PrioritizeByLocality)
    checkMutualTlsMode(entry.MutualTLSMode)
  },
})

const nameOf = (given: string): string => given || GLOBAL

function checkName(name: string): void {
  if (name !== GLOBAL) refuseEntry(`invalid name (${quoteGo(name)}), only ${quoteGo(GLOBAL)} is supported`)
}

export function checkLocality(locality: ProxyDefaults['PrioritizeByLocality']): void {
  if ((locality?.Mode ?? '') !== '') refuseEntry('Prioritize-by-locality requires Consul Enterprise ')
}

/** The protocol that Config names; '' without one. */
function protocolOf({ Config }: ProxyDefaults): string {
  const read = protocolIn(Config)
  return read instanceof MapstructureError ? '' : read.toLowerCase()
}

const protocolInConfig = struct({ protocol: string })

function protocolIn(config: ProxyDefaults['Config']): string | MapstructureError {
  try {
    return decodeWeakly(protocolInConfig, config).value.protocol
  } catch (err) {
    if (err instanceof MapstructureError) return err
    throw err
  }
}

function checkProtocol({ Config }: ProxyDefaults): void {
  const read = protocolIn(Config)
  if (read instanceof MapstructureError) refuseEntry(read.message)
}

const LOG_TYPES: ReadonlySet<string> = new Set(['', 'file', 'stderr', 'stdout'])

function checkAccessLogs({ Type, Path, JSONFormat, TextFormat }: ProxyDefaults['AccessLogs']): void {
  if (!LOG_TYPES.has(Type)) refuseEntry(`invalid access log type: ${Type}`)
  if (JSONFormat !== '' && TextFormat !== '') refuseEntry('cannot specify both access log JSONFormat and TextFormat')
  if (Type === 'file' && Path === '') refuseEntry('path must be specified when using file type access logs')
  if (Type !== 'file' && Path !== '') refuseEntry('path is only valid for file type access logs')
  if (JSONFormat !== '') checkJsonFormat(JSONFormat)
}

function checkJsonFormat(text: string): void {
  try {
    unmarshal(raw(), Buffer.from(text))
  } catch (err) {
    if (!(err instanceof JsonError)) throw err
    refuseEntry(`invalid access log json for JSON format: ${err.message}`)
  }
}
