import type { AgentSnapshot } from '../agent/state-snapshots.ts'
import { ConsulError } from '../model/errors.ts'
import { isObject } from '../lib/equal.ts'
import { invalidState } from '../state/row-shapes.ts'
import { tableNames } from '../state/schema.ts'

/**
 * All that an emulator knows, as plain values: to be given back, not to be looked into (`dump` and `diff` are for that). Values beyond
 * 2^53 are bigints, so use something that takes those to write it to a file.
 */
export interface Snapshot {
  /** The form of what follows. */
  readonly version: 1
  /** The index of the last commit. */
  readonly index: number
  /** The rows of each table. */
  readonly tables: Readonly<Record<string, readonly unknown[]>>
  /** When what last changed. */
  readonly entries: Readonly<Record<string, number>>
  /** What the agent looks after itself. */
  readonly agent: { readonly services: readonly unknown[]; readonly checks: readonly unknown[] }
}

/** A row that differs between two states. */
export interface Difference {
  /** Where the row is: `kv`, `nodes`, `services`, `checks`, `sessions`, … */
  readonly table: string
  /** What it is called: a key, a node, `node/service`, an ID. */
  readonly key: string
  /** What became of it. */
  readonly change: 'added' | 'removed' | 'changed'
  /** The row as it was, without indexes; missing when it was added. */
  readonly before?: Readonly<Record<string, unknown>>
  /** The row as it is, without indexes; missing when it was removed. */
  readonly after?: Readonly<Record<string, unknown>>
}

export function isSnapshot(value: unknown): value is Snapshot {
  return isObject(value) && value['version'] === 1 && isObject(value['tables']) && isObject(value['entries'])
}

/** The snapshot in the emulator's own terms; throws MC_ERR_SNAPSHOT for what is none. */
export function readSnapshot(snapshot: Snapshot, what: string): AgentSnapshot {
  const wrong = (reason: string): ConsulError => new ConsulError('MC_ERR_SNAPSHOT', `Failed to ${what}: ${reason}.`)
  if (!isSnapshot(snapshot)) throw wrong('what was given is no snapshot of version 1')
  const { tables, agent } = snapshot
  const problem = invalidState({ ...snapshot })
  if (problem !== undefined) throw wrong(`the snapshot is invalid: ${problem}`)
  const given: unknown = agent
  if (!isObject(given) || !Array.isArray(given['services']) || !Array.isArray(given['checks'])) {
    throw wrong('the snapshot does not tell of the agent')
  }
  const complete = Object.fromEntries(tableNames.map(name => [name, tables[name] ?? []]))
  return { ...snapshot, tables: complete } as unknown as AgentSnapshot
}
