import { failures } from './failures.ts'

export const wan = failures('federation over processes is not built', [
  'wan/catalog-and-health',
  'wan/events',
  'wan/join-and-members',
  'wan/kv-of-the-other-datacenter',
  'wan/other-datacenter-dies',
  'wan/primary-datacenter',
  'wan/query-failover',
  'wan/sessions-and-locks',
])
