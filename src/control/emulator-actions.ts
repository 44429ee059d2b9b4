import type { Agent } from '../agent/agent.ts'
import type { History } from '../agent/history.ts'
import type { StateSnapshots } from '../agent/state-snapshots.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { ConsulError } from '../model/errors.ts'
import { readSnapshot, type Snapshot } from '../library/snapshot.ts'
import { turns } from '../lib/defer.ts'
import { slicesOf } from '../lib/slices.ts'
import type { SeedFormat } from '../seed/read.ts'
import type { ControlActions } from './actions.ts'
import type { Faults } from './faults.ts'
import type { Journal } from './journal.ts'
import { refuseUnsafe } from './safe-snapshot.ts'

/** What of an emulator the control API acts on. */
export interface Acted {
  readonly agent: Agent
  readonly state: StateSnapshots
  readonly cluster: Cluster
  readonly control: { readonly faults: Faults; readonly journal: Journal }
  readonly history: History | undefined
  readonly mirror: { renew(): void } | undefined
}

/** Seeds by content type; anything else may be JSON or YAML. */
const FORMATS: Readonly<Record<string, SeedFormat>> = {
  'application/json': 'json',
  'application/yaml': 'yaml',
  'application/x-yaml': 'yaml',
  'text/yaml': 'yaml',
  'application/hcl': 'hcl',
}

/** Characters of YAML or HCL, which take ten times as long to read as JSON: a tenth of a second. */
const MAX_WRITTEN = 128 * 1024

/** Why there is no history. */
export const NO_HISTORY = 'no commits are remembered. The option history says how many are to be.'

/** The actions of the control API on the state of an emulator. */
export function emulatorActions(emulator: Acted): ControlActions {
  return {
    async reset() {
      const { cluster, state, control } = emulator
      control.faults.reset()
      const closed = cluster.reset()
      state.reset()
      emulator.mirror?.renew()
      control.journal.clear()
      await closed
    },
    snapshot: () => emulator.state.snapshot(),
    async restore(given) {
      const { agent, state } = emulator
      // to read, to judge and to restore a large one each take long
      await turns(1)
      const snapshot = readSnapshot(given as Snapshot, 'restore')
      await turns(1)
      refuseUnsafe(snapshot, agent.local.state, agent.settings)
      state.restore(snapshot)
    },
    revert(index) {
      const { history, state } = emulator
      if (!history) throw new ConsulError('MC_ERR_OPTIONS', `Failed to go back to index ${index}: ${NO_HISTORY}`)
      state.revert(history.stateAt(index))
    },
    async seed(text, contentType) {
      // loaded when there is one: an agent starts sooner without
      const [reading, { seeding }] = await Promise.all([import('../seed/read.ts'), import('../seed/apply.ts')])
      const format = FORMATS[(contentType.split(';')[0] ?? '').trim().toLowerCase()] ?? reading.guessFormat(text)
      if (format !== 'json' && text.length > MAX_WRITTEN) {
        const limit = `${text.length} characters are more than the limit of ${MAX_WRITTEN} for what is not JSON`
        throw new ConsulError('MC_ERR_SEED', `Failed to read the body: ${limit}`)
      }
      await slicesOf(seeding(emulator.agent, await reading.parseSeed(text, format, 'the body')))
    },
    dump: () => emulator.state.dumping(),
  }
}
