import { failures } from './failures.ts'

export const peering = failures('peering is not built', [
  'peering/changes-come-over',
  'peering/delete',
  'peering/errors',
  'peering/exported-services',
  'peering/queries-and-resolvers',
  'peering/token-and-establish',
  'peering/tokens-used-twice',
])
