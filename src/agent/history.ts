import { ConsulError } from '../model/errors.ts'
import { type Difference, differencesOf } from '../state/difference.ts'
import { StateDraft } from '../state/draft.ts'
import { type TableName, tableNames } from '../state/schema.ts'
import type { Committed } from '../state/store.ts'
import type { Table } from '../state/table.ts'
import type { Agent } from './agent.ts'
import type { AgentSnapshot } from './state-snapshots.ts'

/** A commit that is remembered. */
export interface RememberedCommit {
  readonly index: number
  /** When, in milliseconds since 1970, by the clock of the emulator. */
  readonly at: number
  readonly changes: readonly Difference[]
}

type Local = AgentSnapshot['agent']

interface StoredCommit {
  readonly index: number
  readonly at: number
  readonly changes: Committed['changes']
  readonly rows: Committed['rows']
  /** The agent's own services and checks after it. */
  readonly local: Local
}

/**
 * The last commits of a store, from which the state after each is computed: by taking back, from what it is now, all that came later. A
 * restore puts another state in the place of this one, so nothing from before it can be told any more.
 */
export class History {
  readonly #agent: Agent
  readonly #size: number
  readonly #listeners = new Set<() => void>()
  #commits: StoredCommit[] = []
  /** The state before the oldest of them. */
  #base: { readonly index: number; readonly local: Local }

  constructor(agent: Agent, size: number) {
    this.#agent = agent
    this.#size = size
    this.#base = { index: agent.store.index, local: this.#local() }
    agent.store.onCommit(commit => this.#keep(commit))
  }

  /** What is remembered, oldest first; with a limit, only the newest so many. */
  commits(limit = this.#size): readonly RememberedCommit[] {
    const newest = this.#commits.slice(Math.max(0, this.#commits.length - limit))
    return newest.map(({ index, at, rows }) => ({ index, at, changes: differencesOf(rows) }))
  }

  /** Called after each commit. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The state after the last commit up to an index. Throws `MC_ERR_HISTORY` for one that is not known any more, or not yet. */
  stateAt(index: number): AgentSnapshot {
    const { store } = this.#agent
    if (!(index >= this.#base.index && index <= store.index)) {
      const known = `known are ${this.#base.index} to ${store.index}`
      throw new ConsulError('MC_ERR_HISTORY', `Failed to read the state at index ${index}: ${known}.`)
    }
    const later = this.#commits.filter(commit => commit.index > index)
    const { index: last, local } = this.#commits[this.#commits.length - later.length - 1] ?? this.#base
    const { data } = StateDraft.of(store.snapshot())
    for (const { changes } of later.reverse()) {
      for (const change of changes.toReversed()) {
        if (change.kind === 'row') (data.tables[change.table] as Table<TableName>).replace(change.key, change.before)
        else if (change.before === undefined) data.entries.delete(change.name)
        else data.entries.set(change.name, change.before)
      }
    }
    const tables = Object.fromEntries(tableNames.map(name => [name, [...data.tables[name].scan()]]))
    return {
      version: 1,
      index: last,
      tables: tables as unknown as AgentSnapshot['tables'],
      entries: Object.fromEntries(data.entries),
      agent: local,
    }
  }

  #keep({ restored, changes, rows }: Committed): void {
    const { store, clock } = this.#agent
    if (restored) {
      this.#commits = []
      this.#base = { index: store.index, local: this.#local() }
    } else {
      this.#commits.push({ index: store.index, at: clock.now(), changes, rows, local: this.#local() })
      const dropped = this.#commits.length > this.#size ? this.#commits.shift() : undefined
      if (dropped) this.#base = dropped
    }
    for (const listener of [...this.#listeners]) listener()
  }

  #local(): Local {
    const { state } = this.#agent.local
    return { services: [...state.services()], checks: [...state.checks()] }
  }
}
