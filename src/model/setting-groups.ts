/** How to look at one DNS question about sizes, lifetimes and order: Consul's `dns_config`. Times in seconds. */
export interface DnsSettings {
  /** Lifetime of node answers. */
  nodeTtl: number
  /** Lifetime of service answers: by name, by `prefix*`, or `*` for all. */
  serviceTtl: Readonly<Record<string, number>>
  /** Leave out instances with a warning, too. */
  onlyPassing: boolean
  /** Most records in a UDP answer without EDNS. */
  udpAnswerLimit: number
  /** Most A or AAAA records in any answer; 0 for no limit. */
  aRecordLimit: number
  /** Set TC when an answer was cut. */
  enableTruncate: boolean
  disableCompression: boolean
  /** Put the metadata of a node as TXT into the additional section. */
  nodeMetaTxt: boolean
  soa: { refresh: number; retry: number; expire: number; minTtl: number }
  /** Recursors are asked in any order: `recursor_strategy = "random"`. */
  randomRecursors: boolean
  /** Milliseconds to wait for a recursor. */
  recursorTimeout: number
}

/** The web page: Consul's `ui_config`. */
export interface UiSettings {
  enabled: boolean
  /** Folder with another web page, which is served in the place of this one. */
  dir: string | undefined
  /** Path of the page, a slash at both ends; `/` is taken for `/ui/`. */
  contentPath: string
  /** Serve the control API, which no real agent has: `ui_config.test_bench`. */
  testBench: boolean
  /** Networks (CIDR) besides this machine that may use the control API: `ui_config.test_bench_allow`. */
  testBenchAllow: readonly string[]
  /** How many commits are remembered, to be read and gone back to: `ui_config.history`. 0 for none. */
  history: number
  /** The page shows, and changes nothing. */
  readOnly: boolean
  metricsProvider: string
  metricsProviderFiles: readonly string[]
  metricsProviderOptionsJson: string
  dashboardUrlTemplates: Readonly<Record<string, string>>
  /** What the page may read of a metrics server through the agent; '' for none. */
  metricsProxy: {
    baseUrl: string
    /** Paths, the base among them; none for all below the base. */
    pathAllowlist: readonly string[]
    addHeaders: readonly { readonly name: string; readonly value: string }[]
  }
}

/** Consul's `log_file` and `log_rotate_*`. */
export interface LogFileSettings {
  /** A path that ends with a slash is a folder, and the file is `consul.log` in it. */
  path: string
  /** Bytes after which a file is rotated; 0 for no limit. */
  maxBytes: number
  /** Milliseconds after which a file is rotated. */
  maxAge: number
  /** Number of rotated files that stay; 0 for all, negative for none. */
  maxFiles: number
}

/** The tokens that an agent uses itself; '' for none. */
export interface AgentTokenSettings {
  /** For what it writes to the catalog about its own node. */
  agent: string
  /** In the place of the one that a request does not bring. */
  default: string
  dns: string
  /** Manages this agent although there may be no server to ask. */
  recovery: string
  /** For services that are defined in configuration files. */
  registration: string
  replication: string
}

/** Who may do what: Consul's `acl`. Times in milliseconds. */
export interface AclSettings {
  enabled: boolean
  /** `allow` or `deny`: what holds where no rule says anything. */
  defaultPolicy: string
  downPolicy: string
  /** Lists of keys need the access `list`, rather than being filtered. */
  enableKeyListPolicy: boolean
  /** Tokens that are set over HTTP are stored in the data folder. */
  enableTokenPersistence: boolean
  enableTokenReplication: boolean
  policyTtl: number
  roleTtl: number
  tokenTtl: number
  /** Secret of a token with all rights that is there from the start. */
  initialManagement: string
  tokens: AgentTokenSettings
}

/** A part of a configuration as it is written there. */
export type RawEntry = Readonly<Record<string, unknown>>

/** A TCP or UDP port; -1 closes the listener, 0 takes a free one. */
export type Port = number

/** How one listener uses TLS: paths of files in PEM, '' for none. */
export interface TlsSettings {
  caFile: string
  caPath: string
  certFile: string
  keyFile: string
  cipherSuites: readonly string[]
  /** `TLSv1_2` and the like. */
  minVersion: string
  verifyIncoming: boolean
  verifyOutgoing: boolean
  verifyServerHostname: boolean
}

/** Consul's `limits.request_limits`: requests a second, less than 0 for any number. */
export interface RequestLimitSettings {
  /** `permissive`: what is beyond the limits is only logged. */
  mode: 'disabled' | 'permissive' | 'enforcing'
  readRate: number
  writeRate: number
}

/** Which metrics are kept, by how their names begin; the longest beginning decides. Consul's `prefix_filter` and `filter_default`. */
export interface MetricsFilter {
  readonly allowed: readonly string[]
  readonly blocked: readonly string[]
  /** Those that nothing is said about. */
  readonly others: boolean
}
