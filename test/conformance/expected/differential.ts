import { failures } from './failures.ts'

export const differential = failures('a known difference of the random comparison', [
  'differential/09-txn-check-cas-swallows-the-errors-of-the-write',
  'differential/11-txn-nodes-id-datacenter-verbs',
  'differential/13-txn-service-addresses-are-validated',
  'differential/29-a-check-that-names-a-servicename-without-a-serviceid-keeps-i',
  'differential/33-node-names-in-checks-are-compared-without-case-order-of-vali',
  'differential/37-double-json-keys-each-value-must-decode',
  'differential/41-session-create-checks-beside-nodechecks',
])
