import { agentClientFlags, partitionFlag } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { columns } from '../output.ts'
import { compileFilter } from './regexps.ts'
import { isIPv6 } from '../../lib/ip.ts'

interface Member {
  readonly Name: string
  readonly Addr: string
  readonly Port: number
  readonly Tags: Readonly<Record<string, string>>
  readonly Status: number
}

/** No members to show is no success. */
const NO_MEMBERS = 2

/** `miniconsul members`. */
export const command = clientCommand({
  call: 'members [options]',
  about: 'Lists the members of the cluster as the agent sees them.',
  flags: [
    ...agentClientFlags,
    partitionFlag,
    { name: 'detailed', kind: 'switch', usage: 'Print the tags of each member.' },
    { name: 'filter', kind: 'string', usage: 'Expression that a member must match.' },
    { name: 'segment', kind: 'string', usage: 'Network segment; only Consul Enterprise has any.' },
    { name: 'status', kind: 'string', usage: 'Regular expression that the status must match.' },
    { name: 'wan', kind: 'switch', usage: 'List the servers of all datacenters.' },
  ],
  async run({ flags, client, print }) {
    const matches = compileFilter('status', flags.string('status') ?? '.*')
    const query = {
      wan: flags.bool('wan') ? '1' : undefined,
      segment: (flags.string('segment') ?? '_all') || undefined,
      filter: flags.string('filter') || undefined,
    }
    const answer = await explain('Error retrieving members', client().get('/v1/agent/members', query))
    const members = answer.json<Member[]>().filter(({ Status }) => matches(statusOf(Status)))
    if (members.length === 0) return NO_MEMBERS
    members.sort((a, b) => compare(segmentOf(a), segmentOf(b)) || compare(a.Name, b.Name))
    const detailed = flags.bool('detailed')
    print(columns([detailed ? DETAILED : HEAD, ...members.map(detailed ? detailsOf : rowOf)]))
    return 0
  },
})

const HEAD = ['Node', 'Address', 'Status', 'Type', 'Build', 'Protocol', 'DC', 'Partition', 'Segment']
const DETAILED = ['Node', 'Address', 'Status', 'Tags']

const STATUSES = ['none', 'alive', 'leaving', 'left', 'failed']
const TYPES: Readonly<Record<string, string>> = { consul: 'server', node: 'client' }

const statusOf = (status: number): string => STATUSES[status] ?? `unknown status: ${status}`
const addressOf = ({ Addr, Port }: Member): string => `${isIPv6(Addr) ? `[${Addr}]` : Addr}:${Port}`
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A server is in all segments. */
function segmentOf({ Tags }: Member): string {
  return Tags['segment'] || (Tags['role'] === 'consul' ? '<all>' : '<default>')
}

function rowOf(member: Member): string[] {
  const { Name, Tags, Status } = member
  const [build = ''] = (Tags['build'] ?? '').split(':')
  return [
    Name,
    addressOf(member),
    statusOf(Status),
    TYPES[Tags['role'] ?? ''] ?? 'unknown',
    build || '< 0.3',
    Tags['vsn'] ?? '',
    Tags['dc'] ?? '',
    Tags['ap'] || 'default',
    segmentOf(member),
  ]
}

function detailsOf(member: Member): string[] {
  const tags = { ...member.Tags, ap: member.Tags['ap'] || 'default', segment: segmentOf(member) }
  const pairs = Object.entries(tags).toSorted(([a], [b]) => compare(a, b))
  return [
    member.Name,
    addressOf(member),
    statusOf(member.Status),
    pairs.map(([name, value]) => `${name}=${value}`).join(','),
  ]
}
