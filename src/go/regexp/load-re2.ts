import { createRequire } from 'node:module'
import type * as Re2 from 're2js'

const require = createRequire(import.meta.url)

/**
 * Loads the engine at the first pattern that needs it: 7 to 10 ms which a start does not pay. By `require`, because filters
 * are compiled inside synchronous reads. The build replaces the name by the engine's own bundle.
 */
export const loadRe2 = (): typeof Re2 => require('re2js') as typeof Re2
