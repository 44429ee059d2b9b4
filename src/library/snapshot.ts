import type { AgentSnapshot } from '../agent/state-snapshots.ts'
import { ConsulError } from '../model/errors.ts'
import { isObject } from '../lib/equal.ts'
import { invalidState } from '../state/row-shapes.ts'
import { tableNames } from '../state/schema.ts'

/**
 * The whole state of an emulator as plain values, to be passed to `restore` (use `dump` and `diff` to inspect a state). Integers beyond
 * 2^53 are bigints, which `JSON.stringify` does not accept.
 */
export interface Snapshot {
  /** The version of the format. */
  readonly version: 1
  /** The index of the last commit. */
  readonly index: number
  /** The rows of each table. */
  readonly tables: Readonly<Record<string, readonly unknown[]>>
  /** The indexes of the last changes. */
  readonly entries: Readonly<Record<string, number>>
  /** The agent's own services and checks. */
  readonly agent: { readonly services: readonly unknown[]; readonly checks: readonly unknown[] }
}

/** A row that differs between two states. */
export interface Difference {
  /** The table: `kv`, `nodes`, `services`, `checks`, `sessions`, … */
  readonly table: string
  /** The key of the row: a key, a node, `node/service`, an ID. */
  readonly key: string
  /** The kind of change. */
  readonly change: 'added' | 'removed' | 'changed'
  /** The row before, without indexes; missing if it was added. */
  readonly before?: Readonly<Record<string, unknown>>
  /** The row after, without indexes; missing if it was removed. */
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
