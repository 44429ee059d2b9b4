import type { Source } from '../agent/blocking.ts'
import type { Control } from './control.ts'

/** What of the control API is in effect, and changes how the emulator answers. */
export interface ControlStatus {
  /** Address of the leader; empty while there is none. */
  readonly leader: string
  /** Faults that can still happen. */
  readonly faults: number
  readonly blocked: number
  readonly history: boolean
}

/** The status of an emulator, for long-polling. */
export class StatusSource implements Source<ControlStatus> {
  readonly #control: Control

  constructor(control: Control) {
    this.#control = control
  }

  /** Rises with each change: a sum of numbers that only rise. */
  get index(): number {
    const { faults, blocked, clock, agent } = this.#control
    return faults.index + blocked.index + (clock?.moves ?? 0) + agent.datacenter.leadership.changes
  }

  read(): ControlStatus {
    const { agent, faults, blocked, history } = this.#control
    return { leader: agent.leader, faults: faults.active, blocked: blocked.size, history: history !== undefined }
  }

  subscribe(wake: (restored: boolean) => void): () => void {
    const { faults, blocked, clock, agent } = this.#control
    const changed = (): void => wake(false)
    const ends = [
      faults.source().subscribe(wake),
      blocked.source().subscribe(wake),
      agent.datacenter.leadership.onChange(changed),
      clock?.onMoved(changed),
    ]
    return () => {
      for (const end of ends) end?.()
    }
  }
}
