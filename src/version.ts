import { createRequire } from 'node:module'

/** The Consul that is emulated. */
export const CONSUL_VERSION = '1.21.4'

/** miniconsul's own version. */
export const VERSION = (createRequire(import.meta.url)('../package.json') as { version: string }).version
