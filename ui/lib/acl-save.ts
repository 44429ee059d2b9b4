import type { Policy, Role, Token } from './acl-types.ts'
import { send } from './http.ts'
import { readJson } from './json.ts'

async function write<T>(path: string, body: object): Promise<T> {
  return readJson(await send('PUT', path, body)) as T
}

const withId = (id: string | undefined): string => (id === undefined ? '' : `/${encodeURIComponent(id)}`)

/** Makes an object, or writes the one with that ID: all of it as it was read, with the changes. */
export const saveToken = (id: string | undefined, token: object): Promise<Token> =>
  write(`/v1/acl/token${withId(id)}`, token)
export const savePolicy = (id: string | undefined, policy: object): Promise<Policy> =>
  write(`/v1/acl/policy${withId(id)}`, policy)
export const saveRole = (id: string | undefined, role: object): Promise<Role> =>
  write(`/v1/acl/role${withId(id)}`, role)

export const cloneToken = (accessor: string, Description: string): Promise<Token> =>
  write(`/v1/acl/token${withId(accessor)}/clone`, { Description })

export const deleteAcl = (kind: 'token' | 'policy' | 'role', id: string): Promise<string> =>
  send('DELETE', `/v1/acl/${kind}${withId(id)}`)
