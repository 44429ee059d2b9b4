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
} as const

/** What the names of all headers of the protocol begin with. */
export const HEADER_PREFIX = 'x-miniconsul-'

export const HEADER = {
  nonce: 'x-miniconsul-nonce',
  proof: 'x-miniconsul-proof',
  /** Which connection a request belongs to, and its number there. */
  connection: 'x-miniconsul-connection',
  number: 'x-miniconsul-number',
} as const

export const UPGRADE = 'miniconsul'

/** Milliseconds between heartbeats, and without any before a peer is taken for failed. */
export const HEARTBEAT = 1000
export const SILENCE = 5000
/** Milliseconds for an agent to say who it is. */
export const PATIENCE = 5000
