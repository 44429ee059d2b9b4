import { failures } from './failures.ts'

export const durable = failures('a keyring does not change', ['durable/keyring'])
