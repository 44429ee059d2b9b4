import type { AskKeyrings } from './datacenter-keys.ts'
import type { KnownDatacenter } from './known-datacenter.ts'
import type { Upstream } from './upstream.ts'

/** A datacenter of other processes, as long as one of its servers is known. */
export interface RemoteDatacenter extends KnownDatacenter, Upstream {
  /** False when all its servers have left: they are still members, the datacenter is none any more. */
  readonly present: boolean
  /** Whether a way leads there now. */
  readonly reachable: boolean
  /** Has a server there answer a DNS question with the rights of a token; nothing when it cannot. */
  resolve(packet: Buffer, transport: 'udp' | 'tcp', token: string): Promise<Buffer | undefined>
  /** Has a server there run a prepared query of ours; nothing when it cannot. The answer is as it came over the wire. */
  execute(query: unknown, run: unknown): Promise<unknown>
  readonly askKeyrings: AskKeyrings
}
