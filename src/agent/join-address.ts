/** An address as it was given, taken apart. */
export interface JoinAddress {
  readonly host: string
  /** As it is written; undefined where none is. */
  readonly port: string | undefined
}

/** What is wrong with an address whose name is empty. */
export const NO_NAME = 'empty node name provided'

/** Takes the address of a node to join apart, which may stand behind the node's name (`NAME/ADDRESS`); undefined where that name is empty. */
export function splitJoinAddress(given: string): JoinAddress | undefined {
  const slash = given.indexOf('/')
  if (slash === 0) return undefined
  const address = given.slice(slash + 1)
  const [, bracketed, plain = address, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::([^:]*))?$/.exec(address) ?? []
  return { host: bracketed ?? plain, port }
}
