import { failures } from './failures.ts'

export const ops = failures('settings for operators are not built', [
  'limits/cache-and-stale',
  'limits/request-rate',
  'ops/debug-and-metrics',
  'ops/ui-config',
])
