import { failures } from './failures.ts'

export const ops = failures('settings for operators are not built', [
  'limits/cache-and-stale',
  'limits/connections-per-client',
  'limits/request-rate',
  'limits/unprintable-keys-let-through',
  'ops/address-templates',
  'ops/debug-and-metrics',
  'ops/flags-and-fragments',
  'ops/host-and-self-shape',
  'ops/no-debug-no-prometheus',
  'ops/reload-errors',
  'ops/starts-that-fail',
  'ops/ui-config',
  'ops/ui-disabled',
  'ops/watches-of-the-file',
])
