import { failures } from './failures.ts'

export const cluster = failures('clusters as recorded are not built', [
  'cluster/client-dies',
  'cluster/client-joins',
  'cluster/client-leaves',
  'cluster/client-that-does-not-leave',
  'cluster/events',
  'cluster/force-leave',
  'cluster/join-errors',
  'cluster/member-details',
  'cluster/operator-through-a-client',
  'cluster/retry-join-and-two-clients',
  'cluster/second-server',
  'cluster/services-of-a-client',
  'cluster/sessions-of-a-client',
  'cluster/signals-of-a-client',
])
