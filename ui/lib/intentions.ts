/** Who may call whom. */
export interface Intention {
  /** Of those that were made one by one, in the old way. */
  readonly ID?: string
  readonly Description?: string
  readonly SourceName: string
  readonly SourceNS: string
  readonly SourcePartition?: string
  readonly SourcePeer?: string
  readonly SourceSamenessGroup?: string
  readonly DestinationName: string
  readonly DestinationNS: string
  readonly DestinationPartition?: string
  /** Empty where there are permissions. */
  readonly Action?: string
  readonly Permissions?: readonly object[] | null
  readonly Precedence: number
}

/** Its name in addresses: that of Consul's own page. */
export function intentionId(intention: Intention): string {
  const { SourceNS, SourceName, DestinationNS, DestinationName, SourcePeer } = intention
  const source = [intention.SourcePartition ?? 'default', SourceNS, SourceName]
  const destination = [intention.DestinationPartition ?? 'default', DestinationNS, DestinationName]
  const id = [...source, ...destination].join(':')
  return SourcePeer ? `peer:${SourcePeer}:${id}` : id
}

/** Where calls come from, with the peer that the source is in. */
export const sourceText = ({ SourceName, SourcePeer, SourceSamenessGroup }: Intention): string => {
  const where = SourcePeer || SourceSamenessGroup
  return where ? `${SourceName} of ${where}` : SourceName
}

/** What an intention does with calls. */
export const effectOf = ({ Action, Permissions }: Intention): 'allow' | 'deny' | 'permissions' => {
  if (Permissions && Permissions.length > 0) return 'permissions'
  return Action === 'allow' ? 'allow' : 'deny'
}

const covers = (pattern: string, name: string): boolean => pattern === '*' || pattern === name

/** The intention that decides about a call; undefined where none is about it. */
export function decisive(intentions: readonly Intention[], source: string, destination: string): Intention | undefined {
  return intentions
    .filter(
      intention =>
        !intention.SourcePeer && covers(intention.SourceName, source) && covers(intention.DestinationName, destination),
    )
    .toSorted((a, b) => b.Precedence - a.Precedence)[0]
}

/** One intention alone. */
export const exactPath = (source: string, destination: string): string =>
  `/v1/connect/intentions/exact?source=${encodeURIComponent(source)}&destination=${encodeURIComponent(destination)}`

export const checkPath = (source: string, destination: string): string =>
  `/v1/connect/intentions/check?source=${encodeURIComponent(source)}&destination=${encodeURIComponent(destination)}`
