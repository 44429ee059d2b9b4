import type { Member } from './member.ts'

/** A datacenter as others know it, wherever it runs. */
export interface KnownDatacenter {
  readonly name: string
  /** Its servers as members of the wide area, those that failed among them. */
  wanMembers(): readonly Member[]
}
