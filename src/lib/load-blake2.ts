import { createRequire } from 'node:module'
import type * as Blake2 from '@noble/hashes/blake2.js'

const require = createRequire(import.meta.url)

/**
 * Loads BLAKE2 when something is first hashed: most agents have no ACLs. By `require`, because that happens inside synchronous
 * writes. The build replaces the name by that of the package's own bundle.
 */
export const loadBlake2 = (): typeof Blake2 => require('@noble/hashes/blake2.js') as typeof Blake2
