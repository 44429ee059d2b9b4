import { hrefOf } from '../../lib/place.ts'
import { currentParams } from '../../shell/address.ts'

/** The address of a node, with the list as it is; without a name that of the list. */
export const nodeHref = (name?: string): string =>
  hrefOf(name === undefined ? ['nodes'] : ['nodes', name], currentParams('q', 'status'))
