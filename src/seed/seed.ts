import type { AclPolicyDefinition, AclRoleDefinition, AclTokenDefinition } from '../library/acl-objects.ts'
import type { CheckDefinition, CheckStatus, ServiceDefinition } from '../library/definitions.ts'
import type { ConfigEntryDefinition } from '../library/config.ts'
import type { QueryDefinition } from '../library/query.ts'
import type { SessionOptions } from '../library/session.ts'

/** A value with flags. */
export interface SeedValue {
  /** The value as text. */
  readonly value?: string
  /** The value as base64, instead of `value`. */
  readonly base64?: string
  /** An unsigned 64-bit number. Default 0. */
  readonly flags?: number | bigint
}

/** A check in the catalog, of a node or of a service on it; it is never run. */
export interface SeedCheck {
  /** Its name. */
  readonly name: string
  /** Unique on the node. Default: the name. */
  readonly id?: string
  /** Its status. Default `critical`. */
  readonly status?: CheckStatus
  /** The ID of its service. Default: none, a check of the node. */
  readonly serviceId?: string
  /** A human-readable note. */
  readonly notes?: string
  /** Its last output. */
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
  /** The services on it. Their checks are never run: only names and status matter. */
  readonly services?: readonly ServiceDefinition[]
  /** The checks on it. */
  readonly checks?: readonly SeedCheck[]
}

/** A session of a seed. */
export interface SeedSession extends SessionOptions {
  /** Keys that it locks; those without a value in the seed are created empty. */
  readonly holds?: readonly string[]
}

/** Objects of the ACL system. They are written in this order, and link to each other by name or by ID. */
export interface SeedAcl {
  /** Policies. */
  readonly policies?: readonly AclPolicyDefinition[]
  /** Roles. */
  readonly roles?: readonly AclRoleDefinition[]
  /** Tokens. Their accessor and secret are made where they are not given. */
  readonly tokens?: readonly AclTokenDefinition[]
}

/**
 * The initial state, to which `reset()` reverts.
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
  /** Config entries, written in this order. They affect a whole cluster, so `connectConsul` does not accept any. */
  readonly config?: readonly ConfigEntryDefinition[]
  /**
   * Policies, roles and tokens, written before everything else. Refused with `MC_ERR_SEED` while ACLs are disabled, and by
   * `connectConsul`, because they affect a whole cluster.
   */
  readonly acl?: SeedAcl
}
