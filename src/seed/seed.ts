import type { CheckDefinition, CheckStatus, ServiceDefinition } from '../library/definitions.ts'
import type { ConfigEntryDefinition } from '../library/config.ts'
import type { QueryDefinition } from '../library/query.ts'
import type { SessionOptions } from '../library/session.ts'

/** A value with what else a key can have. */
export interface SeedValue {
  /** The value as text. */
  readonly value?: string
  /** The value as bytes in base64, instead. */
  readonly base64?: string
  /** An unsigned 64-bit number. Default 0. */
  readonly flags?: number | bigint
}

/** A check of a node, or of a service on it, as the catalog has it: nothing runs it. */
export interface SeedCheck {
  /** Its name. */
  readonly name: string
  /** Unique on the node. Default: the name. */
  readonly id?: string
  /** Default `critical`, as with Consul. */
  readonly status?: CheckStatus
  /** The service it speaks for. Default: the node. */
  readonly serviceId?: string
  /** Anything, for people to read. */
  readonly notes?: string
  /** What it printed last. */
  readonly output?: string
}

/** Another node in the catalog. */
export interface SeedNode {
  /** Its name. */
  readonly name: string
  /** Its IP address. */
  readonly address: string
  /** A UUID. Default: none. */
  readonly id?: string
  /** Metadata. */
  readonly meta?: Readonly<Record<string, string>>
  /** Further addresses by tag. */
  readonly taggedAddresses?: Readonly<Record<string, string>>
  /** The services on it; of their checks only names and status count, since nothing runs them. */
  readonly services?: readonly ServiceDefinition[]
  /** The checks on it. */
  readonly checks?: readonly SeedCheck[]
}

/** A session that is there from the beginning. */
export interface SeedSession extends SessionOptions {
  /** Keys whose lock it holds; made, and empty, where the seed has no value for them. */
  readonly holds?: readonly string[]
}

/**
 * What is there from the beginning, and what `reset()` goes back to.
 *
 * @example { kv: { 'app/config': 'on' }, services: [{ name: 'web', port: 8080, check: 'passing' }] }
 */
export interface Seed {
  /** Values by key. */
  readonly kv?: Readonly<Record<string, string | Uint8Array | SeedValue>>
  /** The agent's own services. */
  readonly services?: readonly ServiceDefinition[]
  /** The agent's own checks. */
  readonly checks?: readonly (CheckDefinition & { readonly name: string; readonly serviceId?: string })[]
  /** Other nodes. */
  readonly nodes?: readonly SeedNode[]
  /** Sessions. */
  readonly sessions?: readonly SeedSession[]
  /** Prepared queries. */
  readonly queries?: readonly QueryDefinition[]
  /** Config entries, in the order in which they are written. They concern a whole cluster: `connectConsul` takes none. */
  readonly config?: readonly ConfigEntryDefinition[]
}
