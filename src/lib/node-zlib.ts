import type * as Zlib from 'node:zlib'

/** Node's compression, loaded when it is first used: no start needs it. */
export const nodeZlib = (): typeof Zlib => process.getBuiltinModule('node:zlib')
