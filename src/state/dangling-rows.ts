import { fold, importedKey, keyOf, type Rows, type TableName } from './schema.ts'

/** Whether there is a row of that key. */
export type HasRow = (table: TableName, key: string) => boolean

type Rules = { readonly [T in TableName]?: (row: Rows[T], has: HasRow) => string | undefined }

const session = ({ Session }: { readonly Session: string }, has: HasRow): string | undefined =>
  Session === '' || has('sessions', Session) ? undefined : `the session ${Session}`
const node = ({ Node }: { readonly Node: string }, has: HasRow): string | undefined =>
  has('nodes', fold(Node)) ? undefined : `the node ${Node}`
const importedNode = (
  { PeerName, Node }: { readonly PeerName: string; readonly Node: string },
  has: HasRow,
): string | undefined => (has('importedNodes', keyOf(PeerName, Node)) ? undefined : `the node ${Node} of ${PeerName}`)

/** What rows name that has to be there: readers look it up, and sessions end with it. */
const RULES: Rules = {
  kv: session,
  queries: session,
  sessions: node,
  services: node,
  checks(row, has) {
    const { Node, ServiceID } = row
    if (ServiceID === '' || has('services', keyOf(Node, ServiceID))) return node(row, has)
    return `the service ${ServiceID} of the node ${Node}`
  },
  importedServices: importedNode,
  importedChecks(row, has) {
    const { PeerName, Node, ServiceID } = row
    if (ServiceID === '' || has('importedServices', importedKey(PeerName, Node, ServiceID)))
      return importedNode(row, has)
    return `the service ${ServiceID} of ${PeerName}`
  },
}

/** What a row of a state names that is not there, in words. */
export function danglingIn<T extends TableName>(table: T, row: Rows[T], has: HasRow): string | undefined {
  const missing = (RULES[table] as ((row: Rows[T], has: HasRow) => string | undefined) | undefined)?.(row, has)
  return missing === undefined ? undefined : `a row of ${table} is about ${missing}, which is not there`
}
