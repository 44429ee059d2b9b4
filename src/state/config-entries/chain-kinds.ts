/** The kinds of entries that a discovery chain is made of, beside the defaults. */
export const CHAIN_KINDS = ['service-router', 'service-splitter', 'service-resolver'] as const

/** Whether entries of a kind are part of a discovery chain. */
export const isChainKind = (kind: string): boolean => (CHAIN_KINDS as readonly string[]).includes(kind)

/** Where chains are compiled in to see whether they can be: what they are named there is not looked at. */
export const PLACE = { datacenter: 'dc1', trustDomain: 'consul' }
