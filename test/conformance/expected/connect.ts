import { failures } from './failures.ts'

export const connect = failures('the mesh is not built', [
  'connect/disabled',
  'connect/exposed-checks',
  'connect/federation-and-peers',
  'connect/merged-config',
  'connect/proxy-errors',
  'connect/service-hash-wait',
  'connect/sidecar-defaults',
  'connect/sidecar-errors',
  'connect/upstreams',
])
