import { list, struct } from '../../go/mapstructure/containers.ts'
import { bool, string } from '../../go/mapstructure/scalars.ts'
import { defineKind, entryType, refuseEntry } from './kind.ts'

/** Consul Enterprise alone keeps them. */
export const samenessGroup = defineKind({
  kind: 'sameness-group',
  type: entryType({
    DefaultForFailover: bool,
    IncludeLocal: bool,
    Members: list(struct({ Partition: string, Peer: string })),
  }),
  access: { read: 'none', write: 'mesh' },
  validate: () => refuseEntry('sameness-groups are an enterprise-only feature'),
})
