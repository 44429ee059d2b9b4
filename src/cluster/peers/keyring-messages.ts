import type { Agent } from '../../agent/agent.ts'
import { KEYRING_CHANGES, type KeyringAnswer, type KeyringRequest } from '../../agent/keyring.ts'
import type { AskKeyrings } from '../../agent/datacenter-keys.ts'
import { askMembers, demandKeyring } from '../../api/operations/ask-keyrings.ts'
import { isObject } from '../../lib/equal.ts'
import { errorText } from '../../lib/error-text.ts'

/** Reads a request for keys that came over the wire; undefined for what is none. */
export function readKeyringRequest(value: unknown): KeyringRequest | undefined {
  if (!isObject(value)) return undefined
  const { key } = value
  if (value['do'] === 'list') return { do: 'list' }
  const change = KEYRING_CHANGES.find(change => change === value['do'])
  return change && typeof key === 'string' ? { do: change, key } : undefined
}

/** Reads the answer of an agent; undefined for what is none. */
export function readKeyringAnswer(value: unknown): KeyringAnswer | undefined {
  if (!isObject(value)) return undefined
  const { keys, reason } = value
  if (!Array.isArray(keys)) return undefined
  return {
    keys: keys.filter(key => typeof key === 'string'),
    reason: typeof reason === 'string' ? reason : undefined,
  }
}

/** Answers a server of another datacenter: what the members here say, where its token has the right to ask. */
export async function answerKeyrings(agent: Agent, given: unknown, token: unknown): ReturnType<AskKeyrings> {
  const request = readKeyringRequest(given)
  if (!request) return []
  try {
    demandKeyring(agent.acl.resolve(typeof token === 'string' ? token : ''), request)
    return await askMembers(agent.datacenter, request)
  } catch (error) {
    return { refused: `rpc error making call: ${errorText(error)}` }
  }
}

/** Reads the same. */
export function readKeyrings(value: unknown): Awaited<ReturnType<AskKeyrings>> | undefined {
  if (isObject(value) && typeof value['refused'] === 'string') return { refused: value['refused'] }
  if (!Array.isArray(value)) return undefined
  return value.filter(isObject).map(({ name, isServer, answer }) => ({
    name: String(name),
    isServer: isServer === true,
    answer: readKeyringAnswer(answer),
  }))
}
