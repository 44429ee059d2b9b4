import { entry } from './entries.ts'
import type { Read } from './kv.ts'
import type { View } from './view.ts'

/** How much is in the catalog. */
export interface Usage {
  readonly ServiceInstances: number
  readonly ConnectServiceInstances: Readonly<Record<string, number>>
  readonly Nodes: number
}

/** Readers wait for services; nodes are counted when something else is news. */
export function usage(view: View): Read<Usage> {
  const connect: Record<string, number> = {
    'api-gateway': 0,
    'connect-native': 0,
    'connect-proxy': 0,
    'ingress-gateway': 0,
    'mesh-gateway': 0,
    'terminating-gateway': 0,
  }
  const count = (kind: string): void => {
    if (Object.hasOwn(connect, kind)) connect[kind] = (connect[kind] ?? 0) + 1
  }
  let instances = 0
  for (const { Kind, Connect } of view.scan('services')) {
    instances++
    count(Kind)
    if (Connect['Native'] === true) count('connect-native')
  }
  const value = {
    ServiceInstances: instances,
    ConnectServiceInstances: connect,
    Nodes: view.untracked.size('nodes'),
  }
  return { index: view.max(entry.usage) || view.max('services'), value }
}
