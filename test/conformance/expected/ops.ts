import { failures } from './failures.ts'

export const ops = failures('settings for operators are not built', [
  'limits/cache-and-stale',
  'limits/connections-per-client',
  'limits/request-rate',
  'ops/debug-and-metrics',
  'ops/flags-and-fragments',
  'ops/starts-that-fail',
  'ops/ui-config',
  'ops/ui-disabled',
  'ops/watches-of-the-file',
])
