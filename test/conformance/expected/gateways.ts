import { failures } from './failures.ts'

export const gateways = failures('gateways are not built', [
  'gateways/api-gateway',
  'gateways/certificates',
  'gateways/ingress-dns',
  'gateways/ingress-entry',
  'gateways/ingress-services',
  'gateways/ingress-wildcard',
  'gateways/routes',
  'gateways/terminating-entry',
  'gateways/terminating-services',
  'gateways/ui',
])
