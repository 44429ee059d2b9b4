import { hrefOf } from '../../lib/place.ts'

/** Addresses as those of Consul's own page. */
const below =
  (list: string) =>
  (id?: string, params: Readonly<Record<string, string | undefined>> = {}): string =>
    hrefOf(['acls', list, ...(id === undefined ? [] : [id])], params)

export const tokenHref = below('tokens')
export const policyHref = below('policies')
export const roleHref = below('roles')
