import type { Service } from '../model/rows.ts'
import { connectName, schema, TYPICAL } from './schema.ts'
import type { Data } from './view.ts'

/** The kind of names that the mesh reaches, by proxies or as native ones. */
export const CONNECTED = 'connect-enabled'

export const nameOfKind = ({ Kind }: Pick<Service, 'Kind'>): string => (Kind === '' ? TYPICAL : Kind)

/** Gives a state that was kept before there were such rows those of the instances that it has. */
export function addMissingKinds({ tables }: Data): void {
  if (tables.kindServiceNames.size > 0) return
  for (const service of tables.services.scan('')) {
    const names = [{ Kind: nameOfKind(service), Service: service.Service }]
    const connect = connectName(service)
    if (connect !== undefined) names.push({ Kind: CONNECTED, Service: connect })
    for (const row of names) tables.kindServiceNames.replace(schema.kindServiceNames.key(row), Object.freeze(row))
  }
}
