/** Paths and headers of the protocol between agents, which is HTTP/1.1. */
export const PATH = {
  /** Gives a nonce for a proof of the key. */
  hello: '/miniconsul/hello',
  /** Two agents tell each other who they are. */
  join: '/miniconsul/join',
  /** Becomes the connection of an agent to its server. */
  connection: '/miniconsul/connection',
  /** A request to an agent, for its server to answer. */
  relay: '/miniconsul/relay',
  /** Takes the proof of a peering token. */
  exchange: '/miniconsul/peering/exchange',
  /** Becomes the connection between two clusters that are peers. */
  peering: '/miniconsul/peering/connection',
} as const

/** What the names of all headers of the protocol begin with. */
export const HEADER_PREFIX = 'x-miniconsul-'

export const HEADER = {
  nonce: 'x-miniconsul-nonce',
  proof: 'x-miniconsul-proof',
  /** Which connection a request belongs to, and its number there. */
  connection: 'x-miniconsul-connection',
  number: 'x-miniconsul-number',
  /** The ID of a peering, on the side that made the token. */
  peering: 'x-miniconsul-peering',
} as const

export const UPGRADE = 'miniconsul'

/** Milliseconds between heartbeats, and without any before a peer is taken for failed. */
export const HEARTBEAT = 1000
export const SILENCE = 5000
/** Milliseconds for an agent to say who it is. */
export const PATIENCE = 5000
