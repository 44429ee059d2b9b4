import { failures } from './failures.ts'

export const connect = failures('peering is not built', ['connect/federation-and-peers'])
