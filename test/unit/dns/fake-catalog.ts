import type {
  DnsInstance,
  DnsNode,
  DnsService,
  DnsSource,
  WatchedSource,
  QueryAnswer,
} from '../../../src/dns/source.ts'

/** What `/v1/catalog/register` takes, as far as DNS sees it. */
export interface Registration {
  Node: string
  ID?: string
  Address?: string
  NodeMeta?: Record<string, string>
  TaggedAddresses?: Record<string, string>
  SkipNodeUpdate?: boolean
  Service?: {
    ID?: string
    Service: string
    Kind?: string
    Address?: string
    Port?: number
    Tags?: string[]
    Weights?: { Passing: number; Warning: number }
    TaggedAddresses?: Record<string, { Address: string; Port: number }>
    Proxy?: { DestinationServiceName: string }
    Connect?: { Native?: boolean }
  }
  Check?: { CheckID: string; Status: string; ServiceID?: string }
}

interface Row extends DnsService {
  tags: readonly string[]
  destination: string | undefined
  native: boolean
}

interface Host {
  node: DnsNode
  services: Map<string, Row>
  checks: Map<string, { status: string; serviceId: string }>
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A catalog in memory, just enough of one to ask DNS about. */
export class FakeCatalog implements WatchedSource {
  readonly #hosts = new Map<string, Host>()
  readonly #virtual = new Map<string, string>()
  readonly #gateways = new Map<string, string>()
  readonly queries = new Map<string, { service: string; ttl?: number }>()
  /** What peers export, by their names. */
  readonly peers = new Map<string, FakeCatalog>()

  /** Nobody can watch it: its answers are made anew each time. */
  tracked<T>(read: (source: DnsSource) => T): ReturnType<WatchedSource['tracked']> & { value: T } {
    return { value: read(this), watch: undefined }
  }

  register(body: Registration): this {
    const key = body.Node.toLowerCase()
    const old = this.#hosts.get(key)
    const node: DnsNode =
      old && body.SkipNodeUpdate
        ? old.node
        : {
            name: old?.node.name ?? body.Node,
            id: body.ID ?? '',
            address: body.Address ?? '',
            taggedAddresses: body.TaggedAddresses ?? {},
            meta: body.NodeMeta ?? {},
          }
    const host: Host = old ?? { node, services: new Map(), checks: new Map() }
    host.node = node
    this.#hosts.set(key, host)
    if (body.Service) this.#addService(host, body.Service)
    if (body.Check)
      host.checks.set(body.Check.CheckID, { status: body.Check.Status, serviceId: body.Check.ServiceID ?? '' })
    return this
  }

  #addService(host: Host, service: NonNullable<Registration['Service']>): void {
    const id = service.ID ?? service.Service
    const tagged = Object.entries(service.TaggedAddresses ?? {}).map(([tag, { Address }]) => [
      tag,
      { address: Address },
    ])
    host.services.set(id, {
      id,
      name: service.Service,
      address: service.Address ?? '',
      port: service.Port ?? 0,
      weights: { passing: service.Weights?.Passing ?? 1, warning: service.Weights?.Warning ?? 1 },
      taggedAddresses: Object.fromEntries(tagged) as DnsService['taggedAddresses'],
      tags: service.Tags ?? [],
      destination: service.Proxy?.DestinationServiceName,
      native: service.Connect?.Native ?? false,
    })
    const meshed = service.Connect?.Native ? service.Service : service.Proxy?.DestinationServiceName
    if (meshed !== undefined && !this.#virtual.has(meshed))
      this.#virtual.set(meshed, `240.0.0.${this.#virtual.size + 1}`)
  }

  deregister(node: string, serviceId?: string): this {
    if (serviceId === undefined) this.#hosts.delete(node.toLowerCase())
    else this.#hosts.get(node.toLowerCase())?.services.delete(serviceId)
    return this
  }

  /** Binds a service to an ingress gateway. */
  expose(service: string, gateway: string): this {
    this.#gateways.set(service, gateway)
    return this
  }

  /** As the catalog is ordered: by name. */
  #sorted(): Host[] {
    return [...this.#hosts.entries()].sort(([a], [b]) => compare(a, b)).map(([, host]) => host)
  }

  #instances(wanted: (row: Row) => boolean): DnsInstance[] {
    return this.#sorted().flatMap(({ node, services, checks }) =>
      [...services.values()]
        .filter(wanted)
        .sort((a, b) => compare(a.id, b.id))
        .map(service => ({
          node,
          service,
          statuses: [...checks.values()]
            .filter(check => check.serviceId === '' || check.serviceId === service.id)
            .map(check => check.status),
        })),
    )
  }

  node(nameOrId: string, peer?: string): DnsNode | undefined {
    if (peer !== undefined) return ofPeer(peer, this.peers.get(peer)?.node(nameOrId))
    const byName = this.#hosts.get(nameOrId.toLowerCase())?.node
    return byName ?? [...this.#hosts.values()].find(({ node }) => node.id !== '' && node.id === nameOrId)?.node
  }

  service(name: string, tag: string | undefined, peer?: string): readonly DnsInstance[] {
    if (peer !== undefined) {
      const found = this.peers.get(peer)?.service(name, tag) ?? []
      return found.map(instance => ({ ...instance, node: { ...instance.node, peer } }))
    }
    const [wanted, wantedTag] = [name.toLowerCase(), tag?.toLowerCase()]
    return this.#instances(
      row =>
        row.name.toLowerCase() === wanted &&
        (wantedTag === undefined || row.tags.some(own => own.toLowerCase() === wantedTag)),
    )
  }

  connect(name: string): readonly DnsInstance[] {
    const wanted = name.toLowerCase()
    return this.#instances(
      row => row.destination?.toLowerCase() === wanted || (row.native && row.name.toLowerCase() === wanted),
    )
  }

  ingress(name: string): readonly DnsInstance[] {
    const gateway = this.#gateways.get(name)
    return gateway === undefined ? [] : this.service(gateway, undefined)
  }

  virtual(name: string, peer?: string): string | undefined {
    if (peer !== undefined) return this.peers.get(peer)?.virtual(name)
    return this.#virtual.get(name)
  }

  query(nameOrId: string, _subnet: string | undefined): QueryAnswer | undefined {
    const query = this.queries.get(nameOrId.toLowerCase())
    if (!query) return undefined
    const instances = this.service(query.service, undefined).filter(({ statuses }) => !statuses.includes('critical'))
    return { service: query.service, ttl: query.ttl, instances }
  }

  nodeByAddress(ip: string): string | undefined {
    return this.#sorted().find(({ node }) => node.address === ip)?.node.name
  }

  serviceByAddress(ip: string): string | undefined {
    return this.#instances(row => row.address === ip)[0]?.service.name
  }
}

const ofPeer = (peer: string, node: DnsNode | undefined): DnsNode | undefined => node && { ...node, peer }
