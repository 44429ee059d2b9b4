import { signal } from '@preact/signals'
import type { Token } from '../lib/acl-types.ts'
import { get, Refusal } from '../lib/http.ts'
import { currentSecret, keepSecret } from '../lib/token.ts'
import { config } from './config.ts'
import { notice } from './notice.ts'

/** Whose token the page's requests carry; undefined for the anonymous one. */
export const identity = signal<Omit<Token, 'SecretID'> | undefined>(undefined)

/** Takes a token for all that the page asks from now on. Rejects, and changes nothing, when the agent does not know it. */
export async function signIn(secret: string): Promise<void> {
  const before = currentSecret()
  keepSecret(secret)
  try {
    await loadIdentity()
  } catch (err) {
    keepSecret(before)
    throw err
  }
}

export function signOut(): void {
  keepSecret('')
  identity.value = undefined
}

async function loadIdentity(): Promise<void> {
  const { SecretID: _secret, ...self } = await get<Token>('/v1/acl/token/self')
  identity.value = self
}

/** Signs in with what this tab still has. A token that is no longer valid is dropped, and that is said. */
export async function resumeIdentity(): Promise<void> {
  if (!config.value.ACLsEnabled || currentSecret() === '') return
  try {
    await loadIdentity()
  } catch (err) {
    if (!(err instanceof Refusal) || err.status !== 403) return
    signOut()
    notice.value = { kind: 'failed', text: `You are signed out: ${err.message}` }
  }
}

/** A token in few words: what it is for, or the start of its accessor. */
export const tokenName = ({ AccessorID, Description }: Pick<Token, 'AccessorID' | 'Description'>): string =>
  Description || AccessorID.slice(0, 8)
