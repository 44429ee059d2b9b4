import { failures } from './failures.ts'

export const cluster = failures('clusters as recorded are not built', [
  'cluster/client-dies',
  'cluster/client-joins',
  'cluster/client-that-does-not-leave',
  'cluster/operator-through-a-client',
  'cluster/second-server',
  'cluster/services-of-a-client',
])
