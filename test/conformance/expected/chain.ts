import { failures } from './failures.ts'

export const chain = failures('discovery chains are not built', [
  'chain/blocking',
  'chain/cached',
  'chain/default',
  'chain/errors',
  'chain/failover',
  'chain/mesh-gateway-and-sni',
  'chain/override',
  'chain/protocol',
  'chain/redirect',
  'chain/resolver',
  'chain/router',
  'chain/router-and-splitter',
  'chain/splitter',
  'chain/virtual-ips',
])
