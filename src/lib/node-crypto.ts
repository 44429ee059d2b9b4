import type * as Crypto from 'node:crypto'

/** Node's cryptography, loaded when it is first used: that takes a twentieth from the start of an agent. */
export const nodeCrypto = (): typeof Crypto => process.getBuiltinModule('node:crypto')
