/** Rows of the state, in Consul's own field names. Rows are frozen: a change makes a new row. */

/** Where a row stands in the log. */
export interface Indexed {
  readonly CreateIndex: number
  readonly ModifyIndex: number
}

/** A key and its value. Both are binary strings (see lib/bytes), so that any bytes can be stored and compared. */
export interface KvEntry extends Indexed {
  readonly Key: string
  readonly Value: string
  /** An unsigned 64-bit number; a bigint where a double cannot hold it. */
  readonly Flags: number | bigint
  readonly LockIndex: number
  readonly Session: string
}

/** What a deletion leaves, so that the index of a prefix moves although its entries are gone. */
export interface Tombstone {
  readonly Key: string
  readonly Index: number
  /** All that begins like this was deleted, not the one key. */
  readonly IsTree?: boolean
}

export type SessionBehavior = 'release' | 'delete'

export interface Session extends Indexed {
  readonly ID: string
  readonly Name: string
  readonly Node: string
  /** Nanoseconds. */
  readonly LockDelay: number
  readonly Behavior: SessionBehavior
  /** As it was written; '' for none. */
  readonly TTL: string
  readonly NodeChecks: readonly string[] | null
  readonly ServiceChecks: readonly { readonly ID: string; readonly Namespace: string }[] | null
  /** The old way to name checks; stored as given. */
  readonly Checks?: readonly string[]
}

export type StringMap = Readonly<Record<string, string>>

export interface Node extends Indexed {
  readonly ID: string
  readonly Node: string
  readonly Address: string
  readonly Datacenter: string
  /** The peering that it was imported by. */
  readonly PeerName?: string
  readonly TaggedAddresses: StringMap | null
  readonly Meta: StringMap | null
  readonly Locality?: Locality | undefined
}

/** Where a node or a service is; empty parts are left out. */
export type Locality = Readonly<Record<string, unknown>>

export interface ServiceAddress {
  readonly Address: string
  readonly Port: number
}

export interface Weights {
  readonly Passing: number
  readonly Warning: number
}

/** Settings of a proxy; stored as they came, only the destination means something here. */
export interface Proxy {
  readonly DestinationServiceName?: string | undefined
  readonly DestinationServiceID?: string | undefined
  readonly [field: string]: unknown
}

export interface Service extends Indexed {
  /** The node as the registration spelled it. */
  readonly Node: string
  readonly Kind: string
  readonly ID: string
  readonly Service: string
  readonly Tags: readonly string[] | null
  readonly Address: string
  readonly TaggedAddresses: Readonly<Record<string, ServiceAddress>> | null
  readonly Meta: StringMap | null
  readonly Port: number
  readonly SocketPath: string
  readonly Weights: Weights
  readonly EnableTagOverride: boolean
  readonly Proxy: Proxy
  readonly Connect: Readonly<Record<string, unknown>>
  readonly Locality: Locality | null
  /** The peering that it was imported by. */
  readonly PeerName?: string
}

/** The fields of a service that are a text, a number or a boolean, with what stands where nothing was given. */
export const SERVICE_SCALARS = {
  Kind: '',
  ID: '',
  Service: '',
  Address: '',
  Port: 0,
  SocketPath: '',
  EnableTagOverride: false,
} as const satisfies Partial<Service>

/** A service of which nothing was given but its node. */
export const EMPTY_SERVICE: Omit<Service, 'Node' | keyof Indexed> = {
  ...SERVICE_SCALARS,
  Tags: null,
  TaggedAddresses: null,
  Meta: null,
  Weights: { Passing: 1, Warning: 1 },
  Proxy: { Mode: '', MeshGateway: {}, Expose: {} },
  Connect: {},
  Locality: null,
}

export type CheckStatus = 'passing' | 'warning' | 'critical'

export interface Check extends Indexed {
  readonly Node: string
  readonly CheckID: string
  readonly Name: string
  /** Any text may be registered through the catalog; three of them mean something. */
  readonly Status: string
  readonly Notes: string
  readonly Output: string
  readonly ServiceID: string
  readonly ServiceName: string
  readonly ServiceTags: readonly string[] | null
  readonly Type: string
  readonly Interval: string
  readonly Timeout: string
  readonly ExposedPort: number
  readonly Definition: Readonly<Record<string, unknown>>
  /** The peering that it was imported by. */
  readonly PeerName?: string
}

export interface Coordinate {
  readonly Node: string
  readonly Segment: string
  readonly Coord: {
    readonly Vec: readonly number[]
    readonly Error: number
    readonly Adjustment: number
    readonly Height: number
  }
}

/** A prepared query; its parts have the API's own shape. */
export interface PreparedQuery extends Indexed {
  readonly ID: string
  readonly Name: string
  readonly Session: string
  readonly Token: string
  readonly Template: { readonly Type: string; readonly Regexp: string; readonly RemoveEmptyTags: boolean }
  readonly Service: PreparedQueryService
  readonly DNS: { readonly TTL: string }
}

export interface PreparedQueryService {
  readonly Service: string
  readonly SamenessGroup: string
  readonly Failover: {
    readonly NearestN: number
    readonly Datacenters: readonly string[] | null
    readonly Targets: readonly { readonly Peer: string; readonly Datacenter: string }[] | null
  }
  readonly OnlyPassing: boolean
  readonly IgnoreCheckIDs: readonly string[] | null
  readonly Near: string
  readonly Tags: readonly string[] | null
  readonly NodeMeta: StringMap | null
  readonly ServiceMeta: StringMap | null
  readonly Connect: boolean
  readonly Peer: string
}

/** The addresses that stand for a service inside the mesh: the one that was given out, and those that were set. */
export interface VirtualIp {
  readonly Service: string
  /** The peering that the service is imported by; none for one of this cluster. */
  readonly PeerName?: string
  readonly Address: string
  readonly ManualIPs?: readonly string[]
}

/** A name that instances of a kind have, or had and left for another kind: see state/kind-names.ts. */
export interface KindServiceName {
  /** Consul's word for a plain service is `typical`, for one that the mesh reaches `connect-enabled`. */
  readonly Kind: string
  /** As it was spelled when it came. */
  readonly Service: string
}

/** A service that a proxy of another one names, or has named: see state/mesh-topology.ts. */
export interface MeshPair {
  readonly Upstream: string
  readonly Downstream: string
  /** The key of the instance that named it last, with which it goes. */
  readonly NamedBy: string
}

/** What the next service is given as its address. */
export interface FreeVirtualIp {
  readonly Address: string
  /** It is the last one that was given out; else it stood for a service which is gone, and comes first. */
  readonly IsCounter?: boolean
}

/** A config entry: what its kind holds lies beside these, as the kind's own file says. */
export interface ConfigEntry extends Indexed {
  readonly Kind: string
  readonly Name: string
  /** Of its content; 0 for what the server keeps for itself. */
  readonly Hash: number | bigint
  readonly [field: string]: unknown
}

/** A service behind a gateway. */
export interface GatewayService extends Indexed {
  readonly Gateway: string
  readonly Service: string
  readonly GatewayKind: string
  readonly Port: number
  readonly Protocol: string
  readonly Hosts: readonly string[] | null
  readonly CAFile: string
  readonly CertFile: string
  readonly KeyFile: string
  readonly SNI: string
  readonly FromWildcard: boolean
  /** What it was known to be when the row was made: `service`, `destination`, or '' for neither. */
  readonly ServiceKind: string
  readonly AutoHostRewrite: boolean
}

/** How the servers look after themselves: stored, but without effect. Durations in nanoseconds. */
export interface AutopilotConfig extends Indexed {
  readonly CleanupDeadServers: boolean
  readonly LastContactThreshold: number
  /** An unsigned 64-bit number; a bigint where a double cannot hold it. */
  readonly MaxTrailingLogs: number | bigint
  readonly MinQuorum: number | bigint
  readonly ServerStabilizationTime: number
  readonly RedundancyZoneTag: string
  readonly DisableUpgradeMigration: boolean
  readonly UpgradeVersionTag: string
}

/** One that is to be written. */
export type NewAutopilotConfig = Omit<AutopilotConfig, 'CreateIndex' | 'ModifyIndex'>

/** How a datacenter is reached by its mesh gateways, as its leader last wrote it. */
export interface FederationState extends Indexed {
  readonly Datacenter: string
  readonly MeshGateways: readonly {
    readonly node: Node
    readonly service: Service
    readonly checks: readonly Check[]
  }[]
  /** Milliseconds since 1970. */
  readonly UpdatedAt: number
}

/** A root of the mesh with its private key: what signs for its services, or did. Times in milliseconds. */
export interface CaRoot extends Indexed {
  /** The fingerprint of its certificate. */
  readonly ID: string
  readonly KeyID: string
  readonly Subject: string
  readonly SerialNumber: number
  readonly NotBefore: number
  readonly NotAfter: number
  readonly RootCert: string
  /** The certificate of the same key that the root before it signed. */
  readonly CrossSigned?: string
  readonly PrivateKey: string
  readonly PrivateKeyType: string
  readonly PrivateKeyBits: number
  /** Whether the configuration gave the key. */
  readonly KeyGiven: boolean
  readonly Active: boolean
}

/** How certificates are made. */
export interface CaConfig extends Indexed {
  /** What all identities of the cluster begin with. */
  readonly ClusterID?: string
  readonly Provider: string
  readonly Config: Readonly<Record<string, unknown>> | null
  readonly ForceWithoutCrossSigning: boolean
}
