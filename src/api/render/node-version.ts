import type { Member } from '../../agent/member.ts'
import type { Node } from '../../model/rows.ts'

const VERSION = 'consul-version'

/** Without what a build adds behind a colon. */
const versionOf = ({ Tags }: Member): string => (Tags['build'] ?? '').split(':')[0] ?? ''

/** Nodes as Consul's page shows them: those with a member's name or address have its version, unless they say one themselves. */
export function withVersions(nodes: readonly Node[], members: readonly Member[]): readonly Node[] {
  const byName = new Map(members.map(member => [member.Name, member]))
  const byAddress = new Map(members.map(member => [member.Addr, member]))
  return nodes.map(node => {
    const member = byAddress.get(node.Address) ?? byName.get(node.Node)
    if (!member || (node.Meta && VERSION in node.Meta)) return node
    return { ...node, Meta: { ...node.Meta, [VERSION]: versionOf(member) } }
  })
}
