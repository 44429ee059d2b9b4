import { failures } from './failures.ts'

export const chain = failures('addresses cannot be set yet', ['chain/virtual-ips'])
