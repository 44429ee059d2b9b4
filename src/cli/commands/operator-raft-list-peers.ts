import { clientFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { columns } from '../output.ts'

interface Peer {
  readonly ID: string
  readonly Node: string
  readonly Address: string
  readonly Leader: boolean
  readonly ProtocolVersion: string
  readonly Voter: boolean
  readonly LastIndex: number
}

/** `miniconsul operator raft list-peers`. */
export const command = clientCommand({
  call: 'operator raft list-peers [options]',
  about: 'Lists the servers of Raft.',
  flags: clientFlags,
  async run({ client, print }) {
    const asked = explain(
      'Failed to retrieve raft configuration',
      client('Error initializing client').get('/v1/operator/raft/configuration'),
    )
    const { Servers } = (await explain('Error getting peers', asked)).json<{ Servers: Peer[] }>()
    const leader = Servers.find(({ Leader }) => Leader)
    print(columns([HEAD, ...Servers.map(peer => rowOf(peer, leader))]))
  },
})

const HEAD = ['Node', 'ID', 'Address', 'State', 'Voter', 'RaftProtocol', 'Commit Index', 'Trails Leader By']

function rowOf(peer: Peer, leader: Peer | undefined): string[] {
  const { Node, ID, Address, Leader, Voter, ProtocolVersion, LastIndex } = peer
  const behind = (leader?.LastIndex ?? 0) - LastIndex
  return [
    Node,
    ID,
    Address,
    Leader ? 'leader' : 'follower',
    String(Voter),
    ProtocolVersion || '<=1',
    String(LastIndex),
    Leader || !leader ? '-' : `${behind} commit${behind === 1 ? '' : 's'}`,
  ]
}
