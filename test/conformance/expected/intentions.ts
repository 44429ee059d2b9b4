import { failures } from './failures.ts'

export const intentions = failures('intentions are not built', [
  'intentions/acl',
  'intentions/authorize',
  'intentions/check',
  'intentions/config-entry',
  'intentions/default-deny',
  'intentions/exact',
  'intentions/exact-errors',
  'intentions/jwt',
  'intentions/l7',
  'intentions/l7-errors',
  'intentions/legacy',
  'intentions/legacy-errors',
  'intentions/list-filter-and-blocking',
  'intentions/match',
  'intentions/precedence',
])
