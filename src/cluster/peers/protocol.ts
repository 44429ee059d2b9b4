/** The paths that agents ask each other for, and the headers by which they are known. All is HTTP/1.1. */
export const PATH = {
  /** Gives a word to prove oneself with. */
  hello: '/miniconsul/hello',
  /** Two agents tell each other who they are. */
  join: '/miniconsul/join',
  /** Becomes the connection of an agent to its server. */
  connection: '/miniconsul/link',
  /** A request to an agent, for its server to answer. */
  relay: '/miniconsul/relay',
} as const

export const HEADER = {
  nonce: 'x-miniconsul-nonce',
  proof: 'x-miniconsul-proof',
  /** Which link a request belongs to, and its number there. */
  connection: 'x-miniconsul-link',
  number: 'x-miniconsul-number',
} as const

export const UPGRADE = 'miniconsul'

/** Milliseconds between signs of life, and without any before somebody is taken for dead. */
export const HEARTBEAT = 1000
export const SILENCE = 5000
/** Milliseconds for an agent to say who it is. */
export const PATIENCE = 5000
