import type { Agent } from '../../agent/agent.ts'
import type { Durability } from '../../agent/durability.ts'
import { toJson } from '../../go/json.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Logger } from '../../logging/logger.ts'
import type { Committed, StateSnapshot } from '../../state/store.ts'
import type { RecordChange } from './digest.ts'
import { folderError } from '../../config/data-folder-error.ts'
import { GroupCommit } from './group-commit.ts'
import { recordDelays, restoreDelays } from './lock-delay-records.ts'
import { recordAllLocal, recordLocal, recordResult, restoreLocal } from './local-records.ts'
import { RecordStore } from './record-store.ts'
import { readState, recordAll, recordCommit } from './state-records.ts'

export interface DataFolderOptions {
  readonly folder: string
  readonly clock: Clock
  readonly logger: () => Logger
}

/**
 * A client may have read indexes of commits that a crash then took, because reads do not wait for the disk; new ones begin beyond, so
 * that it does not take a change for one that it knows. More commits than this do not happen while one group is being written.
 */
const UNSEEN = 10_000

/**
 * Keeps an agent's data in a folder from `open` to `close`: of a server that is not `-dev` the whole state, of every agent what was
 * registered with it.
 */
export class DataFolder implements Durability {
  readonly #options: DataFolderOptions
  readonly #group: GroupCommit
  #store: RecordStore | undefined
  #unfollow: (() => void)[] = []
  #opened = false

  constructor(options: DataFolderOptions) {
    this.#options = options
    this.#group = new GroupCommit({ write: changes => this.#write(changes) }, error =>
      options.logger().error('failed to write to the data folder', { folder: options.folder, error: error.message }),
    )
  }

  whenSafe(done: (error?: Error) => void): void {
    if (this.#store) this.#group.whenSafe(done)
    else done()
  }

  /** Takes over what was stored, the first time, and stores everything from now on. Rejects when the folder cannot be used. */
  async open(agent: Agent): Promise<void> {
    if (this.#store) return
    const store = await RecordStore.open(this.#options.folder)
    try {
      const records = await store.read()
      const state = this.#opened || !agent.settings.keepsState ? undefined : this.#stateIn(records)
      this.#store = store
      if (!this.#opened) this.#takeOver(agent, records, state)
      this.#opened = true
      this.#follow(agent)
      this.#recordAll(agent, records)
      await this.#group.flush()
    } catch (error) {
      this.#release()
      await store.close()
      throw error
    }
  }

  /** Writes what is left, and lets go of the folder. Idempotent. */
  async close(): Promise<void> {
    const store = this.#store
    if (!store) return
    try {
      await this.#group.flush()
    } finally {
      this.#release()
      await store.close()
    }
  }

  #release(): void {
    for (const unfollow of this.#unfollow.splice(0)) unfollow()
    this.#store = undefined
  }

  #stateIn(records: ReadonlyMap<string, string>): StateSnapshot | undefined {
    try {
      return readState(records)
    } catch (error) {
      throw folderError(this.#options.folder, (error as Error).message, error)
    }
  }

  #takeOver(agent: Agent, records: ReadonlyMap<string, string>, state: StateSnapshot | undefined): void {
    const { lockDelays, local, settings } = agent
    const now = this.#options.clock.now()
    if (state) {
      agent.datacenter.resume({ ...state, index: state.index + UNSEEN }, settings)
      restoreDelays(records, lockDelays, now)
    }
    restoreLocal(records, local, settings.nodeName, now)
    agent.catchUp()
  }

  #follow(agent: Agent): void {
    const { state } = agent.local
    const group = this.#group
    const now = (): number => this.#options.clock.now()
    this.#unfollow = [
      state.onChange(change => recordLocal(change, group)),
      state.onResult(check => recordResult(check, now(), group)),
    ]
    if (!agent.settings.keepsState) return
    const { store, lockDelays } = agent
    const known = (): Iterable<string> => this.#store?.keys() ?? []
    this.#unfollow.push(
      store.onCommit(commit => {
        recordCommit(commit, store, group, known)
        if (commit.restored || endsSession(commit)) recordDelays(lockDelays, group)
      }),
    )
  }

  /** Writes what is not recorded yet as it is: all for a new folder, else what the take-over changed. */
  #recordAll(agent: Agent, records: ReadonlyMap<string, string>): void {
    recordAllLocal(agent.local, this.#group, records.keys())
    if (!agent.settings.keepsState) return
    recordAll(agent.store.snapshot(), this.#group, records.keys(), (key, value) => records.get(key) === toJson(value))
    recordDelays(agent.lockDelays, this.#group)
  }

  #write(changes: readonly RecordChange[]): Promise<void> {
    return this.#store?.write(changes) ?? Promise.reject(new Error('the data folder is closed'))
  }
}

/** Keys that the session held cannot be acquired for a while. */
const endsSession = ({ rows }: Committed): boolean => rows.some(({ table, after }) => table === 'sessions' && !after)
