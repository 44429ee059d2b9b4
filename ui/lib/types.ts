/** What the agent answers, in its own names. Only what the page shows. */

export interface ServiceSummary {
  readonly Name: string
  readonly Kind?: string
  readonly Tags: readonly string[] | null
  readonly Nodes: readonly string[] | null
  readonly InstanceCount: number
  readonly ChecksPassing: number
  readonly ChecksWarning: number
  readonly ChecksCritical: number
  readonly ConnectedWithProxy: boolean
}

export interface Check {
  readonly Node: string
  readonly CheckID: string
  readonly Name: string
  readonly Status: string
  readonly Notes: string
  readonly Output: string
  readonly ServiceID: string
  readonly ServiceName: string
  readonly Type: string
  readonly Interval: string
}

export interface Service {
  readonly ID: string
  readonly Kind?: string
  readonly Service: string
  readonly Tags: readonly string[] | null
  readonly Address: string
  readonly Port?: number
  readonly Meta: Readonly<Record<string, string>> | null
  readonly ModifyIndex: number
}

export interface Node {
  readonly ID: string
  readonly Node: string
  readonly Address: string
  readonly Meta: Readonly<Record<string, string>> | null
  readonly TaggedAddresses: Readonly<Record<string, string>> | null
}

export interface NodeOverview extends Node {
  readonly Services: readonly Service[]
  readonly Checks: readonly Check[]
}

export interface Instance {
  readonly Node: Node
  readonly Service: Service
  readonly Checks: readonly Check[]
}

export interface KvEntry {
  readonly Key: string
  /** Base64; null for nothing. */
  readonly Value: string | null
  /** A text where a double cannot hold it. */
  readonly Flags: number | string
  readonly LockIndex: number
  readonly Session?: string
  readonly CreateIndex: number
  readonly ModifyIndex: number
}

export interface Session {
  readonly ID: string
  readonly Name: string
  readonly Node: string
  readonly LockDelay: number
  readonly Behavior: string
  readonly TTL: string
  readonly NodeChecks: readonly string[] | null
  readonly ServiceChecks: readonly { readonly ID: string }[] | null
  readonly CreateIndex: number
}

export interface UserEvent {
  readonly ID: string
  readonly Name: string
  /** Base64. */
  readonly Payload: string | null
  readonly NodeFilter: string
  readonly ServiceFilter: string
  readonly TagFilter: string
  readonly LTime: number
}

export interface PreparedQuery {
  readonly ID: string
  readonly Name: string
  readonly Session: string
  readonly Template?: { readonly Type: string }
  readonly Service: { readonly Service: string; readonly Tags: readonly string[] | null; readonly Near: string }
}

export interface Member {
  readonly Name: string
  readonly Addr: string
  readonly Port: number
  readonly Status: number
  readonly Tags: Readonly<Record<string, string>>
}

/** `config.json` below the path of the page */
export interface PageConfig {
  readonly Datacenter: string
  readonly NodeName: string
  readonly Dev: boolean
  readonly ReadOnly: boolean
  readonly Control: boolean
  readonly ACLsEnabled: boolean
}
