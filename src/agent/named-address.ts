/** What is wrong with an address whose name is empty. */
export const NO_NAME = 'empty node name provided'

/** The address of a node to join, which may stand behind the node's name (`NAME/ADDRESS`); undefined where that name is empty. */
export function addressIn(given: string): string | undefined {
  const slash = given.indexOf('/')
  return slash === 0 ? undefined : given.slice(slash + 1)
}
