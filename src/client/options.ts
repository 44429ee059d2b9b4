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
  readonly tls?: TlsOptions | undefined
}

/** Files and names for TLS. */
export interface TlsOptions {
  /** File with the certificates of authorities to trust. Default: those of the machine. */
  readonly caFile?: string | undefined
  /** Folder with such files. Default: none. */
  readonly caPath?: string | undefined
  /** File with a certificate to show; needs `key`. Default: none. */
  readonly certificate?: string | undefined
  /** File with the key of `certificate`. Default: none. */
  readonly key?: string | undefined
  /** Name that the certificate of the agent must have. Default: the host of the address. */
  readonly serverName?: string | undefined
  /** `true` takes any certificate. Default false. */
  readonly insecure?: boolean
}
