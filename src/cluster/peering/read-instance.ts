import { isObject } from '../../lib/equal.ts'
import type { Locality, StringMap } from '../../model/rows.ts'
import type { ExportedInstance } from '../../state/peering/import-service.ts'
import { serviceRow } from '../peers/rows.ts'
import { shaped } from '../peers/shape.ts'

const STATUSES: ReadonlySet<unknown> = new Set(['passing', 'warning', 'critical'])

/** An instance as a peer tells of it; undefined for what names neither a node nor a service. */
export function readInstance(given: unknown): ExportedInstance | undefined {
  if (!isObject(given) || !isObject(given['node']) || !isObject(given['service'])) return undefined
  const { node, service, status } = given
  const plain = shaped({ ID: '', Node: '', Address: '', Datacenter: '' }, node)
  const id = service['ID']
  if (plain.Node === '' || typeof id !== 'string' || id === '' || typeof service['Service'] !== 'string')
    return undefined
  const { Locality: place } = node
  return {
    node: {
      ...plain,
      TaggedAddresses: mapOrNull(node['TaggedAddresses']),
      Meta: mapOrNull(node['Meta']),
      ...(isObject(place) && { Locality: place as Locality }),
    },
    service: serviceRow(service, id, plain.Node),
    status: (STATUSES.has(status) ? status : 'critical') as ExportedInstance['status'],
  }
}

const mapOrNull = (value: unknown): StringMap | null => (isObject(value) ? shaped<StringMap>({}, value) : null)
