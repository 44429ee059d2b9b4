/** The Consul that is emulated. */
export const CONSUL_VERSION = '1.21.4'

/** miniconsul's own version: that of package.json, told by a test, for a start should not read that. */
export const VERSION = '0.1.0'
