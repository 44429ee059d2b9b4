import { CONSUL_VERSION } from '../version.ts'
import type { Settings } from '../model/settings.ts'

/** How members see one of theirs, as the API numbers it. */
export const MEMBER_STATUS = { alive: 1, leaving: 2, left: 3, failed: 4 } as const
export type MemberStatus = keyof typeof MEMBER_STATUS

/** A member of the cluster, in the API's own form. */
export interface Member {
  readonly Name: string
  readonly Addr: string
  readonly Port: number
  readonly Tags: Readonly<Record<string, string>>
  readonly Status: number
  readonly ProtocolMin: number
  readonly ProtocolMax: number
  readonly ProtocolCur: number
  readonly DelegateMin: number
  readonly DelegateMax: number
  readonly DelegateCur: number
}

const PROTOCOLS = { ProtocolMin: 1, ProtocolMax: 5, ProtocolCur: 2, DelegateMin: 2, DelegateMax: 5, DelegateCur: 4 }

/** What is told of an agent as a member. */
type MemberSettings = Pick<
  Settings,
  'nodeName' | 'nodeId' | 'datacenter' | 'server' | 'bootstrap' | 'bootstrapExpect' | 'advertiseAddress' | 'ports'
> & {
  /** Not told by servers of other datacenters. */
  readonly acl?: Pick<Settings['acl'], 'enabled'>
  /** Servers of other datacenters say only one address. */
  readonly advertiseAddressWan?: string
}

/** The agent as the members of its own datacenter know it. */
export function lanMember(settings: MemberSettings): Member {
  const { ports } = settings
  return {
    Name: settings.nodeName,
    Addr: settings.advertiseAddress,
    Port: ports.serfLan,
    Tags: sorted({
      ...tags(settings),
      ...(settings.server && ports.serfWan > 0 && { wan_join_port: String(ports.serfWan) }),
    }),
    Status: MEMBER_STATUS.alive,
    ...PROTOCOLS,
  }
}

/** The agent as the servers of other datacenters know it. */
export function wanMember(settings: MemberSettings, Status: number = MEMBER_STATUS.alive): Member {
  return {
    ...lanMember(settings),
    Name: `${settings.nodeName}.${settings.datacenter}`,
    Addr: settings.advertiseAddressWan ?? settings.advertiseAddress,
    Port: settings.ports.serfWan,
    Tags: sorted(tags(settings)),
    Status,
  }
}

/** The same of a server that is known by what the members of its datacenter know. */
export function wanMemberOf(member: Member): Member {
  const { wan_join_port: port = '0', ...tags } = member.Tags
  return { ...member, Name: `${member.Name}.${tags['dc'] ?? ''}`, Port: Number(port), Tags: tags }
}

/** Whether a member is a server of its datacenter. */
export const isServer = (member: Member): boolean => member.Tags['role'] === 'consul'

/** Where a server is reached by others. */
export const serverAddress = ({ Addr, Tags }: Member): string => `${Addr}:${Tags['port'] ?? ''}`

function tags(settings: MemberSettings): Record<string, string> {
  const { ports } = settings
  const common = {
    ...(ports.grpc > 0 && { grpc_port: String(ports.grpc) }),
    ...(ports.grpcTls > 0 && { grpc_tls_port: String(ports.grpcTls) }),
    build: `${CONSUL_VERSION}:`,
    dc: settings.datacenter,
    id: settings.nodeId,
    role: settings.server ? 'consul' : 'node',
    segment: '',
    vsn: '2',
    vsn_max: '3',
    vsn_min: '2',
  }
  if (!settings.server) return common
  return {
    ...common,
    acls: settings.acl?.enabled === true ? '1' : '0',
    ...(settings.bootstrap && { bootstrap: '1' }),
    ...(settings.bootstrapExpect > 0 && { expect: String(settings.bootstrapExpect) }),
    ft_fs: '1',
    ft_si: '1',
    port: String(ports.server),
    raft_vsn: '3',
  }
}

function sorted(tags: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)))
}
