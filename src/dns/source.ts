/** A node as DNS sees it. */
export interface DnsNode {
  readonly name: string
  readonly id: string
  /** An IP address, or a host name that becomes a CNAME. */
  readonly address: string
  readonly taggedAddresses: Readonly<Record<string, string>>
  readonly meta: Readonly<Record<string, string>>
  /** The peer whose it is; none for one of this cluster. */
  readonly peer?: string
  /** It is in another datacenter, and announced by the addresses that lead there. */
  readonly abroad?: boolean
}

/** A service instance as DNS sees it. */
export interface DnsService {
  readonly id: string
  readonly name: string
  /** Empty for the address of the node. */
  readonly address: string
  readonly port: number
  readonly weights: { readonly passing: number; readonly warning: number }
  readonly taggedAddresses: Readonly<Record<string, { readonly address: string }>>
}

/** An instance with its node and the statuses of all its checks, those of the node among them. */
export interface DnsInstance {
  readonly node: DnsNode
  readonly service: DnsService
  readonly statuses: readonly string[]
}

/** What executing a prepared query gave. */
export interface QueryAnswer {
  /** The service that was found. */
  readonly service: string
  /** Seconds, when the query sets its own `DNS.TTL`. */
  readonly ttl: number | undefined
  /** Where it was found. */
  readonly datacenter?: string
  /** Already filtered by health, shuffled or sorted by distance. */
  readonly instances: readonly DnsInstance[]
}

/** All that DNS reads of the catalog. Names and tags are compared without regard to case. */
export interface DnsSource {
  /** By name or by ID; with `peer`, one that a peer exports, as below. */
  node(nameOrId: string, peer?: string): DnsNode | undefined
  /** Every instance of a service, whatever its health, in the order of the catalog; with `tag`, those that bear it. */
  service(name: string, tag: string | undefined, peer?: string): readonly DnsInstance[]
  /** The sidecars and native instances that serve a service in the mesh. */
  connect(name: string): readonly DnsInstance[]
  /** The ingress gateways that are bound to a service. */
  ingress(name: string): readonly DnsInstance[]
  /** The virtual address of a service in the mesh. */
  virtual(name: string, peer?: string): string | undefined
  /** Executes a prepared query, or throws Pending; `subnet` is the address of the EDNS client subnet. */
  query(nameOrId: string, subnet: string | undefined): QueryAnswer | undefined
  /** Name of the first node that has this address (IPv6 in its shortest form). */
  nodeByAddress(ip: string): string | undefined
  /** Name of the first service instance that has this address of its own. */
  serviceByAddress(ip: string): string | undefined
  /** The catalog of another datacenter (in lower case); undefined where no way leads there. */
  datacenter?(name: string): DnsSource | undefined
}

/** Thrown where the catalog cannot be asked at the moment. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/** Thrown where a question has to be asked elsewhere first; it is then asked again, with the answer. */
export class Pending extends Error {
  readonly answer: Promise<QueryAnswer | undefined>

  constructor(answer: Promise<QueryAnswer | undefined>) {
    super('asked elsewhere')
    this.answer = answer
  }
}

/** A catalog whose reads can be watched. */
export interface WatchedSource extends DnsSource {
  /** With whose rights it is read: answers that were cached for others are not given. '' for all rights. */
  readonly scope?: string
  /** Reads, and gives what the read depends on; undefined where that cannot be watched, as for prepared queries. */
  tracked<T>(read: (source: DnsSource) => T): { readonly value: T; readonly watch: SourceWatch | undefined }
}

/** What was read. */
export interface SourceWatch {
  /** Calls back once, as soon as any of it changes; the result ends that. */
  onChange(changed: () => void): () => void
}
