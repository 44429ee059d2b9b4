import type { Box, Edge, Picture } from './picture.ts'

/** What the agent tells of the services around one. Only what the page shows. */
export interface Topology {
  readonly Protocol: string
  readonly Upstreams: readonly Neighbour[] | null
  readonly Downstreams: readonly Neighbour[] | null
}

export interface Neighbour {
  readonly Name: string
  readonly Datacenter: string
  readonly Intention: {
    readonly Allowed: boolean
    readonly HasPermissions: boolean
    readonly HasExact: boolean
    readonly DefaultAllow: boolean
  }
}

/** A call between two services, and whether it is allowed. */
export interface Call {
  readonly from: string
  readonly to: string
  readonly allowed: boolean
  readonly why: string
}

/** All calls to and from a service. */
export const callsOf = (name: string, { Downstreams, Upstreams }: Topology): readonly Call[] => [
  ...(Downstreams ?? []).map(neighbour => callOf(neighbour.Name, name, neighbour)),
  ...(Upstreams ?? []).map(neighbour => callOf(name, neighbour.Name, neighbour)),
]

const callOf = (from: string, to: string, { Intention }: Neighbour): Call => ({
  from,
  to,
  allowed: Intention.Allowed || Intention.HasPermissions,
  why: whyOf(Intention),
})

function whyOf({ Allowed, HasPermissions, HasExact, DefaultAllow }: Neighbour['Intention']): string {
  if (HasPermissions) return 'for some HTTP requests: the intention has permissions'
  if (HasExact) return 'by an intention between the two'
  return Allowed === DefaultAllow
    ? 'by default, or by an intention for more services'
    : 'by an intention for more services'
}

/** The services that call it on the left, and those that it calls on the right. */
export function topologyPicture(name: string, topology: Topology): Picture {
  const { Downstreams, Upstreams } = topology
  const box = (id: string, title: string): Box => ({ id, kind: '', title, lines: [] })
  const [downs, ups] = [Downstreams ?? [], Upstreams ?? []]
  const edge = (from: string, to: string, { allowed }: Call): Edge => ({
    from,
    to,
    tone: allowed ? 'allowed' : 'denied',
  })
  return {
    columns: [
      ...(downs.length > 0 ? [downs.map(({ Name }) => box(`down ${Name}`, Name))] : []),
      [box('self', name)],
      ...(ups.length > 0 ? [ups.map(({ Name }) => box(`up ${Name}`, Name))] : []),
    ],
    edges: [
      ...downs.map(down => edge(`down ${down.Name}`, 'self', callOf(down.Name, name, down))),
      ...ups.map(up => edge('self', `up ${up.Name}`, callOf(name, up.Name, up))),
    ],
  }
}
