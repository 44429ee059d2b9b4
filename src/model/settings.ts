import { MILLISECOND, SECOND } from '../go/duration.ts'
import type { LogLevel } from './log-level.ts'
import type { CheckDefinition, ServiceRegistration } from './registration.ts'
import type { Locality, NewAutopilotConfig } from './rows.ts'
import type {
  DnsSettings,
  UiSettings,
  LogFileSettings,
  AclSettings,
  RawEntry,
  Port,
  TlsSettings,
  RequestLimitSettings,
  MetricsFilter,
} from './setting-groups.ts'

export type {
  DnsSettings,
  UiSettings,
  LogFileSettings,
  AgentTokenSettings,
  AclSettings,
  RawEntry,
  Port,
  TlsSettings,
  RequestLimitSettings,
  MetricsFilter,
} from './setting-groups.ts'

/** All that shapes one emulator, after files, flags and options were read and defaults filled in. */
export interface Settings {
  nodeName: string
  nodeId: string
  nodeMeta: Readonly<Record<string, string>>
  datacenter: string
  /** The datacenter that holds the rights of all others; its own without federation. */
  primaryDatacenter: string
  /** Without the dot at its end; lower case. */
  domain: string
  /** The domains as the configuration spells them, which is how the agent shows them. */
  configuredDomains: { domain: string; altDomain: string }
  altDomain: string | undefined
  server: boolean
  dev: boolean
  /** The first server of a cluster: Consul's `bootstrap`. */
  bootstrap: boolean
  /** How many servers a cluster waits for; 0 for none. */
  bootstrapExpect: number
  bindAddress: string
  advertiseAddress: string
  /** The same for other datacenters. */
  advertiseAddressWan: string
  /** Where members reach the agent: Consul's `serf_lan` and `serf_wan`, the bind address unless they are set. */
  serfLanAddress: string
  serfWanAddress: string
  clientAddresses: readonly string[]
  /** Where one adapter listens instead: IP addresses, for HTTP also `unix://PATH`. */
  addresses: {
    http: readonly string[] | undefined
    https: readonly string[] | undefined
    dns: readonly string[] | undefined
    /** Only shown: gRPC is not served. */
    grpc: readonly string[] | undefined
    /** The port that peers dial. */
    grpcTls: readonly string[] | undefined
  }
  taggedAddresses: Readonly<Record<string, string>>
  /** Region and zone of the node. */
  locality: Locality | undefined
  /** The endpoints of coordinates say that there are none. */
  disableCoordinates: boolean
  /** Without it the endpoints of peering say so. */
  peeringEnabled: boolean
  translateWanAddresses: boolean
  ports: { http: Port; https: Port; dns: Port; server: Port; serfLan: Port; serfWan: Port; grpc: Port; grpcTls: Port }
  dns: DnsSettings
  recursors: readonly string[]
  /** Addresses of members to join, again and again until one answers: `retry_join`, and `start_join`, which means the same. */
  retryJoin: readonly string[]
  /** Milliseconds between attempts. */
  retryJoinInterval: number
  /** Attempts to make; 0 for no end. */
  retryJoinMax: number
  /** At its start an agent joins those that it knew before, even if it left: Consul's `rejoin_after_leave`. */
  rejoinAfterLeave: boolean
  /** Addresses of servers of other datacenters to join: `retry_join_wan`, and `start_join_wan`, which means the same. */
  retryJoinWan: readonly string[]
  /** Milliseconds between attempts. */
  retryJoinWanInterval: number
  /** Attempts to make; 0 for no end. */
  retryJoinWanMax: number
  /** Key that members share (Base64 of 16, 24 or 32 bytes). */
  encryptKey: string | undefined
  /** Whether the keys stand in the data folder, too: not for `disable_keyring_file` and agents in development mode. */
  keepsKeyring: boolean
  http: {
    responseHeaders: Readonly<Record<string, string>>
    blockEndpoints: readonly string[]
    /** CIDRs that may write; an empty list allows all. */
    allowWriteFrom: readonly string[]
    maxHeaderBytes: number
    /** Paths may contain control characters. */
    allowUnprintable: boolean
    useCache: boolean
  }
  /** `httpMaxConnsPerClient`: 0 for no limit. */
  limits: {
    kvMaxValueSize: number
    txnMaxReqLen: number
    httpMaxConnsPerClient: number
    requests: RequestLimitSettings
  }
  /** Milliseconds. */
  sessionTtlMin: number
  /** Milliseconds. */
  defaultQueryTime: number
  maxQueryTime: number
  /** Reads of the catalog and of health may be stale: Consul's `discovery_max_stale`; 0 for no. */
  discoveryMaxStale: number
  /** Bytes of output that a check keeps at most. */
  checkOutputMaxSize: number
  /** Milliseconds before a check whose output alone changed is told to the catalog; 0 tells it at once. */
  checkUpdateInterval: number
  /** Results of checks keep no output. */
  discardCheckOutput: boolean
  enableScriptChecks: boolean
  enableLocalScriptChecks: boolean
  disableRemoteExec: boolean
  leaveOnTerm: boolean
  skipLeaveOnInterrupt: boolean
  /**
   * The built-in certificate authority: `clusterId` is its trust domain, `caConfig` what it is configured with until something else is
   * written, both from Consul's `connect.ca_config`.
   */
  connect: {
    enabled: boolean
    clusterId: string | undefined
    /** '' where none was named. */
    caProvider: string
    caConfig: Readonly<Record<string, unknown>>
  }
  /** What a cluster begins with: Consul's `autopilot`. */
  autopilot: NewAutopilotConfig
  acl: AclSettings
  /** Same as `ui.enabled`. */
  ui: UiSettings
  /** What configuration files define. */
  services: readonly ServiceRegistration[]
  checks: readonly CheckDefinition[]
  /** Watches that configuration files define, as they are written there. */
  watches: readonly RawEntry[]
  /** Config entries that are to be there from the start: `config_entries.bootstrap`, as they are written there. */
  configEntries: readonly RawEntry[]
  /** What decides where no intention does; '' leaves it to the default of access control. */
  defaultIntentionPolicy: string
  log: { level: LogLevel; json: boolean; file: LogFileSettings | undefined }
  /** Mode (octal), user and group (names or numbers) of unix sockets: Consul's `unix_sockets`. */
  unixSockets: { mode: string | undefined; user: string | undefined; group: string | undefined }
  /** Ports for sidecars that are registered without one. */
  sidecarPorts: { first: number; last: number }
  /** Ports at which proxies expose checks, but for the last one. */
  exposedPorts: { first: number; last: number }
  /**
   * How metrics are shown: what their names begin with, which, whether the host's name stands in those of gauges, and whether Prometheus is
   * answered (`prometheus_retention_time` is positive).
   */
  telemetry: { prefix: string; hostname: boolean; prometheus: boolean; filter: MetricsFilter }
  /** Serves profiles below `/debug/pprof`. */
  enableDebug: boolean
  pidFile: string | undefined
  /**
   * By listener; `agentTlsForChecks`: checks show the certificate of internal RPC, and trust its CA; `handshakeTimeout`: milliseconds that
   * a handshake takes at most on the HTTPS port.
   */
  tls: {
    https: TlsSettings
    internalRpc: TlsSettings
    grpc: TlsSettings
    agentTlsForChecks: boolean
    handshakeTimeout: number
  }
  /** Where what is registered with the agent is stored, and the state if `keepsState`. */
  dataDir: string | undefined
  /** A server that keeps its state in the data folder: any but with `-dev`. */
  keepsState: boolean
  /** The configuration that all of this was read from, which the agent shows with what has no effect here. */
  configured: RawEntry
}

const noTls: TlsSettings = {
  caFile: '',
  caPath: '',
  certFile: '',
  keyFile: '',
  cipherSuites: [],
  minVersion: 'TLSv1_2',
  verifyIncoming: false,
  verifyOutgoing: false,
  verifyServerHostname: false,
}

export const defaultSettings: Settings = {
  nodeName: 'node1',
  nodeId: '11111111-2222-3333-4444-555555555555',
  nodeMeta: {},
  datacenter: 'dc1',
  primaryDatacenter: 'dc1',
  domain: 'consul',
  configuredDomains: { domain: 'consul.', altDomain: '' },
  altDomain: undefined,
  server: true,
  dev: true,
  bootstrap: false,
  bootstrapExpect: 0,
  bindAddress: '127.0.0.1',
  advertiseAddress: '127.0.0.1',
  advertiseAddressWan: '127.0.0.1',
  serfLanAddress: '127.0.0.1',
  serfWanAddress: '127.0.0.1',
  clientAddresses: ['127.0.0.1'],
  addresses: { http: undefined, https: undefined, dns: undefined, grpc: undefined, grpcTls: undefined },
  taggedAddresses: {},
  locality: undefined,
  disableCoordinates: false,
  peeringEnabled: true,
  translateWanAddresses: false,
  ports: { http: 8500, https: -1, dns: 8600, server: 8300, serfLan: 8301, serfWan: 8302, grpc: 8502, grpcTls: 8503 },
  dns: {
    nodeTtl: 0,
    serviceTtl: {},
    onlyPassing: false,
    udpAnswerLimit: 3,
    aRecordLimit: 0,
    enableTruncate: false,
    disableCompression: false,
    nodeMetaTxt: true,
    soa: { refresh: 3600, retry: 600, expire: 86400, minTtl: 0 },
    randomRecursors: false,
    recursorTimeout: 2000,
  },
  recursors: [],
  retryJoin: [],
  retryJoinInterval: 30_000,
  retryJoinMax: 0,
  rejoinAfterLeave: false,
  retryJoinWan: [],
  retryJoinWanInterval: 30_000,
  retryJoinWanMax: 0,
  encryptKey: undefined,
  keepsKeyring: false,
  http: {
    responseHeaders: {},
    blockEndpoints: [],
    allowWriteFrom: [],
    maxHeaderBytes: 1 << 20,
    allowUnprintable: false,
    useCache: true,
  },
  limits: {
    kvMaxValueSize: 524288,
    txnMaxReqLen: 524288,
    httpMaxConnsPerClient: 200,
    requests: { mode: 'disabled', readRate: -1, writeRate: -1 },
  },
  sessionTtlMin: 10_000,
  defaultQueryTime: 300_000,
  maxQueryTime: 600_000,
  discoveryMaxStale: 0,
  checkOutputMaxSize: 4096,
  checkUpdateInterval: 300_000,
  discardCheckOutput: false,
  enableScriptChecks: false,
  enableLocalScriptChecks: false,
  disableRemoteExec: true,
  leaveOnTerm: false,
  skipLeaveOnInterrupt: true,
  connect: { enabled: true, clusterId: undefined, caProvider: '', caConfig: {} },
  autopilot: {
    CleanupDeadServers: true,
    LastContactThreshold: 200 * MILLISECOND,
    MaxTrailingLogs: 250,
    MinQuorum: 0,
    ServerStabilizationTime: 10 * SECOND,
    RedundancyZoneTag: '',
    DisableUpgradeMigration: false,
    UpgradeVersionTag: '',
  },
  acl: {
    enabled: false,
    defaultPolicy: 'allow',
    downPolicy: 'extend-cache',
    enableKeyListPolicy: false,
    enableTokenPersistence: false,
    enableTokenReplication: false,
    policyTtl: 30_000,
    roleTtl: 0,
    tokenTtl: 30_000,
    initialManagement: '',
    tokens: { agent: '', default: '', dns: '', recovery: '', registration: '', replication: '' },
  },
  ui: {
    enabled: true,
    dir: undefined,
    contentPath: '/ui/',
    testBench: true,
    testBenchAllow: [],
    history: 0,
    readOnly: false,
    metricsProvider: '',
    metricsProviderFiles: [],
    metricsProviderOptionsJson: '',
    dashboardUrlTemplates: {},
    metricsProxy: { baseUrl: '', pathAllowlist: [], addHeaders: [] },
  },
  services: [],
  checks: [],
  watches: [],
  configEntries: [],
  defaultIntentionPolicy: '',
  log: { level: 'info', json: false, file: undefined },
  unixSockets: { mode: undefined, user: undefined, group: undefined },
  sidecarPorts: { first: 21_000, last: 21_255 },
  exposedPorts: { first: 21_500, last: 21_755 },
  telemetry: {
    prefix: 'consul',
    hostname: true,
    prometheus: false,
    filter: { allowed: [], blocked: [], others: true },
  },
  enableDebug: true,
  pidFile: undefined,
  dataDir: undefined,
  tls: { https: noTls, internalRpc: noTls, grpc: noTls, agentTlsForChecks: false, handshakeTimeout: 5000 },
  keepsState: false,
  configured: {},
}
