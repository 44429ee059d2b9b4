import { list, struct } from '../../go/mapstructure/containers.ts'
import { string } from '../../go/mapstructure/scalars.ts'
import { hidden, omit, type ValueOf } from '../../go/mapstructure/type.ts'
import { defineKind, entryType, refuseEntry } from './kind.ts'
import { checkMeta } from './problems.ts'

/** https://developer.hashicorp.com/consul/docs/connect/config-entries/exported-services */
const type = entryType({
  Services: omit(
    list(
      struct({
        Name: string,
        Namespace: hidden(string),
        Consumers: omit(list(struct({ Partition: omit(string), Peer: omit(string), SamenessGroup: omit(string) }))),
      }),
    ),
  ),
})
export type ExportedServices = ValueOf<typeof type>

export const exportedServices = defineKind<ExportedServices>({
  kind: 'exported-services',
  type,
  validate(entry) {
    if (entry.Name !== 'default') refuseEntry('exported-services Name must be "default"')
    checkMeta(entry)
    refuseSamenessGroups(entry)
    for (const [i, { Name, Consumers }] of (entry.Services ?? []).entries()) {
      if (Name === '') refuseEntry(`Services[${i}]: service name cannot be empty`)
      if ((Consumers ?? []).length === 0) refuseEntry(`Services[${i}]: must have at least one consumer`)
      for (const [j, { Peer, Partition }] of (Consumers ?? []).entries()) {
        const fail = (why: string): never => refuseEntry(`Services[${i}].Consumers[${j}]: ${why}`)
        if (Peer !== '' && Partition !== '') fail('must define at most one of Peer, Partition, or SamenessGroup')
        if (Peer === '*') fail('exporting to all peers (wildcard) is not supported')
      }
    }
  },
})

/** What the edition does not know is refused before any other mistake in a service. */
function refuseSamenessGroups({ Services }: ExportedServices): void {
  for (const [i, { Consumers }] of (Services ?? []).entries()) {
    const j = (Consumers ?? []).findIndex(({ SamenessGroup }) => SamenessGroup !== '')
    if (j >= 0) refuseEntry(`Services[${i}].Consumers[${j}]: sameness-groups are an enterprise-only feature`)
  }
}
