/** The rows that reads return, with the field names of Consul's API. They are copies: modifying them has no effect. */

/** The indexes of a row. */
export interface Indexed {
  /** The index of the commit that created it. */
  readonly CreateIndex: number
  /** The index of the last commit that changed it. */
  readonly ModifyIndex: number
}

/**
 * A key with its value.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/kv#read-key
 */
export interface KvPair extends Indexed {
  /** The whole key. */
  readonly Key: string
  /** The value; empty for no bytes. */
  readonly Value: Uint8Array
  /** An unsigned 64-bit number: a `number` up to 2^53 - 1, a `bigint` beyond, so that it is always exact. */
  readonly Flags: number | bigint
  /** The number of times that the lock was acquired. */
  readonly LockIndex: number
  /** The session that holds the lock; missing when the key is not locked. */
  readonly Session?: string
}

/**
 * A node.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/catalog#list-nodes
 */
export interface CatalogNode extends Indexed {
  /** A UUID, or '' for a node that was registered without. */
  readonly ID: string
  /** Its name. */
  readonly Node: string
  /** Its IP address. */
  readonly Address: string
  /** The datacenter it is in. */
  readonly Datacenter: string
  /** Further addresses by tag, such as `lan` and `wan`. */
  readonly TaggedAddresses: Readonly<Record<string, string>> | null
  /** Its metadata. */
  readonly Meta: Readonly<Record<string, string>> | null
}

/**
 * An instance of a service, as it is registered on a node.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/catalog#retrieve-map-of-services-for-a-node
 */
export interface CatalogService extends Indexed {
  /** The kind, such as `connect-proxy`; missing for a regular service. */
  readonly Kind?: string
  /** Unique on its node. */
  readonly ID: string
  /** The name of the service. */
  readonly Service: string
  /** Its tags. */
  readonly Tags: readonly string[]
  /** Its address; '' for that of its node. */
  readonly Address: string
  /** Its port; missing for none. */
  readonly Port?: number
  /** Its metadata. */
  readonly Meta: Readonly<Record<string, string>> | null
  /** Its weights in DNS answers. */
  readonly Weights: { readonly Passing: number; readonly Warning: number }
  /** Whether others may change its tags in the catalog. */
  readonly EnableTagOverride: boolean
}

/**
 * An instance of a service together with its node, in one flat row.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/catalog#list-nodes-for-service
 */
export interface ServiceNode extends Indexed {
  /** The ID of the node. */
  readonly ID: string
  /** The name of the node. */
  readonly Node: string
  /** The address of the node. */
  readonly Address: string
  /** The datacenter of the node. */
  readonly Datacenter: string
  /** The metadata of the node. */
  readonly NodeMeta: Readonly<Record<string, string>> | null
  /** Unique on its node. */
  readonly ServiceID: string
  /** The name of the service. */
  readonly ServiceName: string
  /** Its tags. */
  readonly ServiceTags: readonly string[]
  /** Its own address; '' when it has that of its node. */
  readonly ServiceAddress: string
  /** Its port; 0 for none. */
  readonly ServicePort: number
  /** Its metadata. */
  readonly ServiceMeta: Readonly<Record<string, string>>
  /** Its weights in DNS answers. */
  readonly ServiceWeights: { readonly Passing: number; readonly Warning: number }
}

/**
 * A check of a node or of a service.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/health#list-checks-for-node
 */
export interface HealthCheck extends Indexed {
  /** The node it is on. */
  readonly Node: string
  /** Unique on its node. */
  readonly CheckID: string
  /** Its name. */
  readonly Name: string
  /** `passing`, `warning` or `critical`; through the catalog any text can be registered. */
  readonly Status: string
  /** A note for people. */
  readonly Notes: string
  /** What it printed last. */
  readonly Output: string
  /** The service it speaks for; '' for the whole node. */
  readonly ServiceID: string
  /** The name of that service. */
  readonly ServiceName: string
  /** The tags of that service when the check was written. */
  readonly ServiceTags: readonly string[]
  /** `ttl`, `http`, `tcp`, … */
  readonly Type: string
}

/**
 * An instance of a service with its node and the checks that speak for it.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/health#list-service-instances-for-service
 */
export interface ServiceHealth {
  /** The node it is on. */
  readonly Node: CatalogNode
  /** The instance. */
  readonly Service: CatalogService
  /** The checks of the node, then its own. */
  readonly Checks: readonly HealthCheck[]
}

/**
 * A session.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/session#read-session
 */
export interface SessionInfo extends Indexed {
  /** A UUID. */
  readonly ID: string
  /** Its name; '' for none. */
  readonly Name: string
  /** The node it hangs on. */
  readonly Node: string
  /** Nanoseconds for which keys it lost cannot be locked. */
  readonly LockDelay: number
  /** What happens to the keys that it holds when it ends. */
  readonly Behavior: 'release' | 'delete'
  /** As it was given; '' for none. */
  readonly TTL: string
  /** Checks of the node that end it when they are critical. */
  readonly NodeChecks: readonly string[]
  /** Checks of services that end it when they are critical. */
  readonly ServiceChecks: readonly { readonly ID: string; readonly Namespace: string }[] | null
}

/**
 * An event that was fired.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/event#list-events
 */
export interface EventInfo {
  /** A UUID. */
  readonly ID: string
  /** Its name. */
  readonly Name: string
  /** The bytes; none at all for an empty payload. */
  readonly Payload: Uint8Array
  /** Only nodes that match this regular expression are concerned; '' for all. */
  readonly NodeFilter: string
  /** Only agents with a service that matches; '' for all. */
  readonly ServiceFilter: string
  /** Only agents with a tag of that service that matches; '' for all. */
  readonly TagFilter: string
  /** Its place among the events. */
  readonly LTime: number
}
