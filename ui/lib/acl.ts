import type { AclLink, Grants, NodeIdentity, Policy, Role, ServiceIdentity, Token } from './acl-types.ts'
import { readJson } from './json.ts'
import { send } from './http.ts'

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

/** Policies and roles that come with the agent cannot be changed or deleted. */
export const isBuiltIn = (id: string): boolean => id.startsWith('00000000-0000-0000-0000-')

/** Names as links, as they are written. */
export const linksTo = (names: readonly string[]): Pick<AclLink, 'Name'>[] => names.map(Name => ({ Name }))

/** A list of names with commas between them. */
export const splitNames = (text: string): string[] =>
  text
    .split(',')
    .map(name => name.trim())
    .filter(Boolean)

const splitLines = (text: string): string[][] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
    .map(line => splitNames(line.replace(':', ',')))

/** `web`, or `web: dc1, dc2`, one a line. */
export const parseServiceIdentities = (text: string): ServiceIdentity[] =>
  splitLines(text).map(([ServiceName = '', ...Datacenters]) => ({
    ServiceName,
    ...(Datacenters.length > 0 && { Datacenters }),
  }))

/** `node1: dc1`, one a line. */
export const parseNodeIdentities = (text: string, datacenter: string): NodeIdentity[] =>
  splitLines(text).map(([NodeName = '', Datacenter = datacenter]) => ({ NodeName, Datacenter }))

export const serviceIdentityLines = ({ ServiceIdentities }: Grants): string =>
  (ServiceIdentities ?? [])
    .map(({ ServiceName, Datacenters }) =>
      Datacenters?.length ? `${ServiceName}: ${Datacenters.join(', ')}` : ServiceName,
    )
    .join('\n')

export const nodeIdentityLines = ({ NodeIdentities }: Grants): string =>
  (NodeIdentities ?? []).map(({ NodeName, Datacenter }) => `${NodeName}: ${Datacenter}`).join('\n')
