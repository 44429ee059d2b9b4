import { fail } from '../errors.ts'
import { uuidProblem } from '../uuid.ts'

/** Every ID and secret that begins like this belongs to Consul itself. */
export const RESERVED_PREFIX = '00000000-0000-0000-0000-0000000000'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
export const isUuid = (text: string): boolean => UUID.test(text)

/** Refuses what cannot be looked up by. Some tables say `invalid` and others `Invalid`. */
export function checkLookupId(noun: string, id: string, invalid?: 'invalid'): void {
  const problem = uuidProblem(id, invalid)
  if (problem !== undefined) fail(`failed acl ${noun} lookup: index error: ${problem}`)
}

const POLICY = /^[A-Za-z0-9\-_]+(\/[A-Za-z0-9\-_]*)?$/
const ROLE = /^[A-Za-z0-9\-_]{1,256}$/
const METHOD = /^[A-Za-z0-9\-_]{1,128}$/
const SERVICE = /^[a-z0-9]([a-z0-9\-_]*[a-z0-9])?$/
const MAX_IDENTITY = 256

export const isRoleName = (name: string): boolean => ROLE.test(name)
export const isPolicyName = (name: string): boolean => policyNameProblem(name) === undefined
export const isAuthMethodName = (name: string): boolean => METHOD.test(name)
export const isIdentityName = (name: string): boolean => name.length <= MAX_IDENTITY && SERVICE.test(name)

const MAX_POLICY = 128

/** What is wrong with the name of a policy. */
export function policyNameProblem(name: string): string | undefined {
  if (name.length > MAX_POLICY) return 'invalid Name. Length must be greater than 0 and less than 128'
  if (name.startsWith('/') || name.startsWith('builtin/')) {
    return "invalid Name. Names cannot be prefixed with '/' or 'builtin/'"
  }
  return POLICY.test(name)
    ? undefined
    : "invalid Name. Only alphanumeric characters, a single '/', '-' and '_' are allowed"
}

export function checkPolicyName(name: string): void {
  if (name === '') fail('Invalid Policy: no Name is set')
  const problem = policyNameProblem(name)
  if (problem !== undefined) fail(`Invalid Policy: ${problem}`)
}

const ONLY_WORDS = "Only alphanumeric characters, '-' and '_' are allowed"

export function checkRoleName(name: string): void {
  if (name === '') fail('Invalid Role: no Name is set')
  if (!isRoleName(name)) fail(`Invalid Role: invalid Name. ${ONLY_WORDS}`)
}

export function checkAuthMethodName(name: string): void {
  if (name === '') fail('Invalid Auth Method: no Name is set')
  if (!isAuthMethodName(name)) fail(`Invalid Auth Method: invalid Name. ${ONLY_WORDS}`)
}
