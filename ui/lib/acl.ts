import type { AclLink, Grants, NodeIdentity, ServiceIdentity } from './acl-types.ts'

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
