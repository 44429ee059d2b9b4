import { list, struct } from '../../go/mapstructure/containers.ts'
import { string } from '../../go/mapstructure/scalars.ts'
import type { ValueOf } from '../../go/mapstructure/type.ts'
import { entryStatus } from './conditions.ts'
import { defineKind, entryType, inOrder, refuseEntry, requireServiceName } from './kind.ts'
import { checkMeta } from './problems.ts'
import { checkParents, normalizeParents, parents } from './route-parents.ts'

/** https://developer.hashicorp.com/consul/docs/connect/config-entries/tcp-route */
const type = inOrder(entryType({ Parents: parents, Services: list(struct({ Name: string })), Status: entryStatus }), {
  last: ['Status', 'Hash'],
})
export type TcpRoute = ValueOf<typeof type>

export const tcpRoute = defineKind<TcpRoute>({
  kind: 'tcp-route',
  type,
  normalize: entry => ({ ...entry, Status: { Conditions: null }, Parents: normalizeParents(entry.Parents) }),
  validate(entry) {
    checkMeta(entry)
    if ((entry.Services ?? []).length > 1) refuseEntry('tcp-route currently only supports one service')
    checkParents(entry.Parents)
    requireServiceName(entry)
  },
})
