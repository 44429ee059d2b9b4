import { hrefOf } from '../../lib/place.ts'
import type { Instance } from '../../lib/types.ts'
import { currentParams } from '../../shell/address.ts'

/** An instance as the address names it. */
export const instanceKey = ({ Node, Service }: Instance): string => `${Node.Node}/${Service.ID}`

/** The address of an instance, with the list as it is. */
export const instanceHref = (service: string, instance?: string): string =>
  hrefOf(['services', service], { ...currentParams('q', 'status', 'iq', 'isort'), instance })
