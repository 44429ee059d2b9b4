/** How the exchange with a peer goes, as far as it is no part of the state. Times in milliseconds since 1970. */
export interface StreamStatus {
  /** False while a connection that is to be there is not. */
  readonly connected: boolean
  readonly imported: readonly string[]
  readonly exported: readonly string[]
  readonly lastHeartbeat: number | undefined
  readonly lastReceive: number | undefined
  readonly lastSend: number | undefined
}

/** What a token holds that its user proves himself with, and where. */
export interface PeerToDial {
  readonly peerId: string
  readonly establishment: string
  /** `host:port`, each tried in turn. */
  readonly addresses: readonly string[]
}

/** How proving a token went: with the secret for the connection, refused, or why no server could be asked, attempt by attempt. */
export type ExchangeOutcome =
  | { readonly kind: 'agreed'; readonly stream: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable'; readonly problems: readonly string[] }

/** The connections to other clusters. They follow the peerings in the state by themselves. */
export interface PeeringConnections {
  /** Where peers find this cluster, `host:port`; the port is bound if it was not yet. Rejects when it cannot be. */
  address(): Promise<string>
  /** Uses a token. Tries for some seconds to reach the cluster that made it. */
  exchange(peer: PeerToDial): Promise<ExchangeOutcome>
  /** Of the peering of that ID; undefined before there was any connection. */
  status(id: string): StreamStatus | undefined
}
