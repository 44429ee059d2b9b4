import type { Read } from './kv.ts'
import { fold } from './schema.ts'
import type { Service } from '../model/rows.ts'
import type { View } from './view.ts'

export interface Usage {
  readonly Services: number
  readonly ServiceInstances: number
  readonly ConnectServiceInstances: Readonly<Record<string, number>>
  readonly BillableServiceInstances: number
  readonly Nodes: number
}

/** How much is in the catalog. Readers wait for services; nodes are counted when something else is news. */
export function usage(view: View): Read<Usage> {
  const names = new Set<string>()
  const connect: Record<string, number> = {
    'api-gateway': 0,
    'connect-native': 0,
    'connect-proxy': 0,
    'ingress-gateway': 0,
    'mesh-gateway': 0,
    'terminating-gateway': 0,
  }
  let instances = 0
  let billable = 0
  for (const service of view.scan('services')) {
    names.add(fold(service.Service))
    instances++
    if (service.Kind === '' && service.Service !== 'consul') billable++
    const kind = meshKind(service)
    if (kind !== undefined && Object.hasOwn(connect, kind)) connect[kind] = (connect[kind] ?? 0) + 1
  }
  const value = {
    Services: names.size,
    ServiceInstances: instances,
    ConnectServiceInstances: connect,
    BillableServiceInstances: billable,
    Nodes: view.untracked.size('nodes'),
  }
  return { index: view.max('services'), value }
}

function meshKind(service: Service): string | undefined {
  if (service.Kind !== '') return service.Kind
  return service.Connect['Native'] === true ? 'connect-native' : undefined
}
