import type { KeyringAnswer, KeyringRequest } from './keyring.ts'

/** What a member of a datacenter says of its keys; without an answer it did not say anything. */
export interface MemberKeys {
  readonly name: string
  readonly isServer: boolean
  readonly answer: KeyringAnswer | undefined
}

/** What the living members of a datacenter say of their keys. */
export interface DatacenterKeys {
  readonly datacenter: string
  readonly members: readonly MemberKeys[]
}

/** Has the members of a datacenter of another process change or tell their keys, with the rights of a token there. */
export type AskKeyrings = (
  request: KeyringRequest,
  token: string,
) => Promise<readonly MemberKeys[] | { readonly refused: string }>
