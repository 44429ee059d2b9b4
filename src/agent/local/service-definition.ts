import type { NewService } from '../../state/service.ts'
import type { Proxy, ServiceAddress, StringMap, Weights } from '../../model/rows.ts'
import type { CheckDefinition } from '../checks/index.ts'
import { readCheck } from './check-definition.ts'
import { FieldReader } from './field-reader.ts'
import { readProxy } from './proxy-definition.ts'

/** A service as a configuration file or the API describes it. */
export interface ServiceDefinition {
  readonly kind: string
  readonly id: string
  readonly name: string
  readonly tags: readonly string[] | null
  readonly address: string
  readonly taggedAddresses: Readonly<Record<string, ServiceAddress>> | null
  readonly meta: StringMap | null
  readonly port: number
  readonly socketPath: string
  readonly weights: Weights | undefined
  readonly enableTagOverride: boolean
  readonly checks: readonly CheckDefinition[]
  readonly proxy: Proxy
  readonly native: boolean
  readonly sidecar: ServiceDefinition | undefined
  readonly locality: NewService['Locality']
  /** The token that it reaches the catalog with, for one in a configuration file; '' for none. */
  readonly token: string
}

export function readService(raw: unknown): ServiceDefinition {
  const m = new FieldReader(raw)
  const name = m.text('name')
  const connect = m.members('connect')
  return {
    kind: m.text('kind'),
    id: m.text('id'),
    name,
    tags: m.texts('tags'),
    address: m.text('address'),
    taggedAddresses: readTaggedAddresses(m),
    meta: m.textMap('meta'),
    port: m.number('port'),
    socketPath: m.text('socket_path'),
    weights: readWeights(m),
    enableTagOverride: m.flag('enable_tag_override'),
    checks: rawChecks(m).map(readCheck),
    proxy: readProxy(m.get('proxy')),
    native: connect.flag('native'),
    sidecar: connect.has('sidecar_service') ? readService(connect.get('sidecar_service')) : undefined,
    locality: readLocality(m),
    token: m.text('token'),
  }
}

/** The one check, where it says anything, before the list of checks. */
export function rawChecks(m: FieldReader): readonly unknown[] {
  return m.members('check').empty ? m.list('checks') : [m.get('check'), ...m.list('checks')]
}

function readTaggedAddresses(m: FieldReader): ServiceDefinition['taggedAddresses'] {
  if (!m.has('tagged_addresses')) return null
  return Object.fromEntries(
    m.entries('tagged_addresses').map(([tag, raw]) => {
      const address = new FieldReader(raw)
      return [tag, { Address: address.text('address'), Port: address.number('port') }]
    }),
  )
}

function readWeights(m: FieldReader): Weights | undefined {
  if (!m.has('weights')) return undefined
  const weights = m.members('weights')
  return { Passing: weights.number('passing'), Warning: weights.number('warning') }
}

function readLocality(m: FieldReader): NewService['Locality'] {
  if (!m.has('locality')) return null
  const locality = m.members('locality')
  return { Region: locality.text('region'), Zone: locality.text('zone') }
}
