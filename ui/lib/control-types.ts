/** What the control API answers, in its own names. Only what the page shows. */

export interface ClockState {
  readonly Now: string
  readonly Mode: 'system' | 'manual'
  readonly OffsetMs: number
}

/** What is in effect. */
export interface ControlStatus {
  readonly Clock: ClockState
  /** Empty while there is none. */
  readonly Leader: string
  /** Those that can still happen. */
  readonly Faults: number
  readonly BlockedQueries: number
  /** Whether the last commits are remembered. */
  readonly History: boolean
}

export interface BlockedQuery {
  readonly ID: string
  /** Path and query as they came. */
  readonly URL: string
  readonly Index: number
  readonly Since: string
}

/** A line of the journal: an HTTP request or a DNS question. */
export interface JournalEntry {
  readonly ID: number | string
  readonly Kind: 'http' | 'dns'
  readonly At: string
  readonly Method?: string
  readonly Path?: string
  readonly Query?: Readonly<Record<string, string>>
  readonly Accessor?: string
  readonly Status?: number | null
  readonly DurationMs?: number | null
  readonly Blocked?: boolean
  /** Hidden, unless it was asked for with its secrets; empty for none. */
  readonly Token?: string
  readonly Headers?: Readonly<Record<string, string>>
  /** The start of it. */
  readonly Body?: string
  readonly Answer?: { readonly Headers: Readonly<Record<string, string>>; readonly Body: string } | null
  readonly Name?: string
  readonly Type?: string
  readonly Transport?: string
  readonly Rcode?: string | null
  readonly Answers?: number
  readonly Fault?: string | null
}

/** A row that a commit changed. */
export interface Change {
  readonly Table: string
  readonly Key: string
  readonly Change: 'added' | 'removed' | 'changed'
  readonly Before: Readonly<Record<string, unknown>> | null
  readonly After: Readonly<Record<string, unknown>> | null
}

export interface Commit {
  readonly Index: number
  readonly At: string
  readonly Changes: readonly Change[]
}

export interface FaultRow {
  readonly ID: string
  readonly Match: Readonly<Record<string, unknown>>
  readonly Fault: unknown
  readonly Times: number | null
  readonly Used: number
  readonly Probability: number
}

/** When a session ends unless it is renewed. */
export interface SessionEnding {
  readonly ID: string
  /** null for one without a TTL. */
  readonly EndsAt: string | null
}

export interface ClusterNode {
  readonly Name: string
  readonly Address: string
  readonly Status: 'alive' | 'failed' | 'left'
  readonly Server: boolean
  readonly Datacenter: string
}

export interface ClusterState {
  readonly Leader: string
  readonly Nodes: readonly ClusterNode[]
}

export interface DnsRecord {
  readonly Name: string
  readonly Type: string
  readonly TTL: number
  readonly Data: unknown
}

export interface DnsAnswer {
  readonly Rcode: string
  readonly Answers: readonly DnsRecord[] | null
  readonly Additional?: readonly DnsRecord[] | null
}
