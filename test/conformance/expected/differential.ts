import { failures } from './failures.ts'

export const differential = failures('a known difference of the random comparison', [
  'differential/09-txn-check-cas-swallows-the-errors-of-the-write',
  'differential/11-txn-nodes-id-datacenter-verbs',
  'differential/13-txn-service-addresses-are-validated',
  'differential/29-a-check-that-names-a-servicename-without-a-serviceid-keeps-i',
  'differential/33-node-names-in-checks-are-compared-without-case-order-of-vali',
  'differential/37-double-json-keys-each-value-must-decode',
  'differential/41-session-create-checks-beside-nodechecks',
  'differential/45-agent-falsy-values-in-proxy-config-vanish',
  'differential/53-agent-service-register-a-check-with-zero-durations-only-is-n',
  'differential/59-address-0-0-0-0-in-a-definition-file-is-accepted',
  'differential/61-unknown-kind-in-a-definition-file-is-an-ordinary-service',
  'differential/63-socket-path-beside-port-proxy-mode-native-without-port-in-a',
  'differential/65-texts-of-definition-errors',
])
