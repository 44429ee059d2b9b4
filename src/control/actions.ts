import type { Sliceable } from '../lib/slices.ts'
import type { CheckDefinition, ServiceRegistration } from '../model/registration.ts'

/** What can be done to the whole of the state. What is refused is thrown as a ConsulError. */
export interface ControlActions {
  /** Back to the seed, as a commit: the index rises and watchers wake. */
  reset(): void | Promise<void>
  /** All there is, as plain values that JSON can carry. */
  snapshot(): object
  /** Takes what `snapshot` gave. */
  restore(snapshot: unknown): Promise<void>
  /** Goes back to the state of an index that is remembered, as a commit. */
  revert(index: number): void
  /** Adds what a seed describes, in whatever form it comes; `contentType` as it was sent, '' for none. */
  seed(text: string, contentType: string): void | Promise<void>
  /** All tables as sorted text. */
  dump(): Sliceable<string | Buffer>
}

/** The cluster around an agent, as far as the control API moves it. */
export interface ClusterControl {
  members(): readonly {
    readonly name: string
    readonly address: string
    readonly server: boolean
    readonly status: 'alive' | 'failed' | 'leaving' | 'left'
  }[]
  join(node: NewClusterNode): unknown
  fail(name: string): unknown
  recover(name: string): unknown
  leave(name: string): unknown
  loseLeader(): unknown
  elect(name?: string): unknown
}

export interface NewClusterNode {
  readonly name: string
  readonly address?: string
  readonly server?: boolean
  readonly meta?: Readonly<Record<string, string>>
  readonly services?: readonly ServiceRegistration[]
  readonly checks?: readonly CheckDefinition[]
}
