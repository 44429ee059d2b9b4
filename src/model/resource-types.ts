/** A type of resources of Consul's second API. */
export interface ResourceType {
  readonly group: string
  readonly version: string
  readonly kind: string
  /** Whether resources are in a namespace, of which there is `default` only. */
  readonly namespaced: boolean
}

const namespaced = (group: string, version: string, ...kinds: string[]): ResourceType[] =>
  kinds.map(kind => ({ group, version, kind, namespaced: true }))
const other = (group: string, version: string, ...kinds: string[]): ResourceType[] =>
  kinds.map(kind => ({ group, version, kind, namespaced: false }))

/** `group.version.Kind`. */
export const typeName = ({ group, version, kind }: ResourceType): string => `${group}.${version}.${kind}`

/** The types that an agent of the community edition registers: most of them are those of a demonstration. */
export const RESOURCE_TYPES: readonly ResourceType[] = [
  ...namespaced('demo', 'v1', 'Album', 'Artist', 'Concept'),
  ...other('demo', 'v1', 'Executive', 'RecordLabel'),
  ...namespaced('demo', 'v2', 'Album', 'Artist'),
  ...other('internal', 'v1', 'Tombstone'),
  ...namespaced('multicluster', 'v2', 'ExportedServices', 'NamespaceExportedServices'),
  ...other('multicluster', 'v2', 'ComputedExportedServices', 'PartitionExportedServices'),
]
