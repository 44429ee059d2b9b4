import { Emulator } from '../emulator.ts'
import type { AgentSnapshot } from '../agent/state-snapshots.ts'
import { MovableClock } from '../lib/clock.ts'
import { seededRandom } from '../lib/random.ts'
import { ConsulError } from '../model/errors.ts'
import type { Settings } from '../model/settings.ts'
import { WRITES } from './argument-kinds.ts'
import { type Catalog, directCatalog } from './catalog.ts'
import { withGuardedCalls } from './check.ts'
import { type ConfigEntries, directConfig } from './config.ts'
import { directHealth, type Health } from './health.ts'
import { directIntentions, type Intentions } from './intentions.ts'
import { directKv, type Kv } from './kv.ts'
import { directQueries, type Queries } from './query.ts'
import { directSession, type Session } from './session.ts'
import type { Difference, Snapshot } from './snapshot.ts'

/** A commit that is remembered. */
export interface PastCommit {
  /** The index of the state after it. */
  readonly index: number
  /** When, in milliseconds since 1970, by the clock of the emulator. */
  readonly at: number
  /** The rows that it changed. */
  readonly changes: readonly Difference[]
}

/**
 * The state after a commit, to be read as the emulator's own; made by `consul.at`. It does not change: its methods that would write
 * throw `MC_ERR_HISTORY`.
 */
export interface PastState {
  /** The index of the commit. */
  readonly index: number
  /** The key/value store. */
  readonly kv: Kv
  /** All nodes with their services and checks. */
  readonly catalog: Catalog
  /** Services and nodes with their health checks. */
  readonly health: Health
  /** Sessions and locks. */
  readonly session: Session
  /** Prepared queries. */
  readonly query: Queries
  /** Config entries. */
  readonly config: ConfigEntries
  /** Intentions. */
  readonly intentions: Intentions
  /**
   * Returns all rows as sorted text, as `consul.dump` does.
   *
   * @example expect(consul.at(before).dump()).toMatchSnapshot()
   */
  dump(): string
  /**
   * Returns the whole state, for `restore`, `diff` and the option `seed`.
   *
   * @example consul.diff(consul.at(before).snapshot())
   */
  snapshot(): Snapshot
}

/** The state of a snapshot in an emulator of its own, which never listens. */
export function pastState(snapshot: AgentSnapshot, settings: Settings, now: number): PastState {
  const { agent, state } = new Emulator(
    { ...settings, dataDir: undefined, keepsState: false, ui: { ...settings.ui, history: 0 } },
    {
      clock: new MovableClock({ manual: true, start: now }),
      random: seededRandom(0),
      runChecks: false,
      control: { enabled: false },
    },
  )
  state.restore(snapshot)
  const readOnly = <N extends keyof typeof WRITES, T extends object>(name: N, target: T): T =>
    withGuardedCalls(target, WRITES[name], method => {
      throw new ConsulError('MC_ERR_HISTORY', `Failed to call ${name}.${method}: the past can only be read.`)
    })
  return {
    index: snapshot.index,
    kv: readOnly('kv', directKv(agent)),
    catalog: readOnly('catalog', directCatalog(agent)),
    health: directHealth(agent),
    session: readOnly('session', directSession(agent)),
    query: readOnly('query', directQueries(agent)),
    config: readOnly('config', directConfig(agent)),
    intentions: readOnly('intentions', directIntentions(agent)),
    dump: () => state.dump(),
    snapshot: () => snapshot,
  }
}
