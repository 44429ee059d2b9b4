import { useLive } from '../shell/use-live.ts'

/** What fields name as their `list`, to be offered the names of nodes. */
export const NODE_NAMES = 'node-names'

/** Names of the nodes that there are, for fields that take one. */
export function NodeNames() {
  const live = useLive<readonly { readonly Node: string }[]>('/v1/catalog/nodes')
  return (
    <datalist id={NODE_NAMES}>
      {(live.value ?? []).map(({ Node }) => (
        <option key={Node} value={Node} />
      ))}
    </datalist>
  )
}
