/** Protocols whose requests can be looked at: routed, split and permitted one by one. */
export const L7_PROTOCOLS: ReadonlySet<string> = new Set(['http', 'http2', 'grpc'])
