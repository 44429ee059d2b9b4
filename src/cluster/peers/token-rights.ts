import type { Agent } from '../../agent/agent.ts'
import { tokenRights } from '../../agent/acl/token-rights.ts'
import { UnknownToken } from '../../agent/acl/unknown-token.ts'
import type { TokenRights } from '../../agent/upstream.ts'
import { isObject } from '../../lib/equal.ts'
import { shaped } from './shape.ts'

/** What a token may do in the agent's datacenter, as it is told over the wire. */
export function tellRights({ store, datacenter }: Agent, secret: unknown): object {
  try {
    return { rights: tokenRights(store.view, String(secret), datacenter.name) }
  } catch (error) {
    if (error instanceof UnknownToken) return { unknown: error.message }
    throw error
  }
}

/** Reads the same. */
export function readRights({
  rights,
  unknown,
}: {
  readonly [key: string]: unknown
}): TokenRights | { readonly unknown: string } | undefined {
  if (typeof unknown === 'string') return { unknown }
  if (!isObject(rights)) return undefined
  const { accessor, roles } = shaped({ accessor: '', roles: true }, rights)
  const { expires, policies } = rights
  return {
    accessor,
    roles,
    expires: typeof expires === 'number' ? expires : undefined,
    policies: Array.isArray(policies) ? policies.map(policy => shaped({ id: '', rules: '' }, policy)) : [],
  }
}
