/** How to reach an agent, and what to send with each request. */
export interface ClientOptions {
  /** `host:port`, `http://…`, `https://…` (both with a path, if wanted) or `unix://<path>`. */
  readonly address: string
  /** HTTPS, where the address does not say. */
  readonly ssl?: boolean
  readonly token?: string | undefined
  readonly datacenter?: string | undefined
  readonly namespace?: string | undefined
  readonly partition?: string | undefined
  /** Reads may be answered by any server. */
  readonly stale?: boolean
  /** `user` or `user:password` of HTTP's basic authentication. */
  readonly auth?: string | undefined
  readonly tls?: TlsOptions
}

/** Files and names for TLS. */
export interface TlsOptions {
  readonly caFile?: string | undefined
  readonly caPath?: string | undefined
  readonly certificate?: string | undefined
  readonly key?: string | undefined
  readonly serverName?: string | undefined
  /** Takes any certificate. */
  readonly insecure?: boolean
}
