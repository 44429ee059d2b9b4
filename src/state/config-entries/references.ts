import type { ConfigEntry } from '../../model/rows.ts'

/**
 * What an entry names besides its own name, so that those that depend on an entry are found without a look at all:
 * `gateway.NAME` of a listener, `jwt.NAME` of a provider, `legacy.ID` of an intention.
 */
export const reference = {
  gateway: (service: string): string => `gateway.${service.toLowerCase()}`,
  parent: (gateway: string): string => `parent.${gateway.toLowerCase()}`,
  certificate: (kind: string, name: string): string => `certificate.${kind}.${name.toLowerCase()}`,
  jwt: (provider: string): string => `jwt.${provider}`,
  legacy: (id: string): string => `legacy.${id}`,
} as const

/** Works on rows as they are stored, be they of an older form: what is not there names nothing. */
export function referencesOf(row: ConfigEntry): readonly string[] {
  const find = BY_KIND[row.Kind]
  return find ? [...new Set(find(row))] : NONE
}

/** The services of this cluster that intentions are about, as they are spelled. */
export function sourcesOf(row: ConfigEntry): readonly string[] {
  if (row.Kind !== 'service-intentions') return NONE
  return [...new Set(rows(row['Sources']).flatMap(({ Name, Peer }) => (Peer ? [] : texts(Name))))]
}

/** The services that an entry of a chain, or what an API gateway is bound to, leads to: Consul finds these by their very spelling. A router always leads to its own, too. */
export function linksOf(row: ConfigEntry): readonly string[] {
  const find = LINKS[row.Kind]
  return find ? [...new Set(find(row))] : NONE
}

const NONE: readonly string[] = []

type Row = Readonly<Record<string, unknown>>
const rows = (value: unknown): readonly Row[] =>
  (Array.isArray(value) ? value : typeof value === 'object' && value !== null ? Object.values(value) : []).filter(
    (item): item is Row => typeof item === 'object' && item !== null,
  )
const texts = (value: unknown): readonly string[] => (typeof value === 'string' && value !== '' ? [value] : [])
const member = (row: Row, ...names: readonly string[]): unknown => {
  let value: unknown = row
  for (const name of names) value = typeof value === 'object' && value !== null ? (value as Row)[name] : undefined
  return value
}

const providers = (from: unknown): readonly string[] =>
  rows(member({ from }, 'from', 'Providers')).flatMap(provider => texts(provider['Name']).map(reference.jwt))

const LINKS: Readonly<Record<string, (row: Row) => readonly string[]>> = {
  'service-router': row => [
    ...texts(row['Name']),
    ...rows(row['Routes']).flatMap(route => texts(member(route, 'Destination', 'Service'))),
  ],
  'service-splitter': row => rows(row['Splits']).flatMap(split => texts(split['Service'])),
  'service-resolver': row => [
    ...texts(member(row, 'Redirect', 'Service')),
    ...rows(row['Failover']).flatMap(failover => [
      ...texts(failover['Service']),
      ...rows(failover['Targets']).flatMap(target => texts(target['Service'])),
    ]),
  ],
  'bound-api-gateway': row => Object.keys((row['Services'] as object | null | undefined) ?? {}),
}

const BY_KIND: Readonly<Record<string, (row: Row) => readonly string[]>> = {
  'ingress-gateway': row =>
    rows(row['Listeners']).flatMap(listener =>
      rows(listener['Services']).flatMap(service => texts(service['Name']).map(reference.gateway)),
    ),
  'terminating-gateway': row => rows(row['Services']).flatMap(service => texts(service['Name']).map(reference.gateway)),
  'service-intentions': row => [
    ...providers(row['JWT']),
    ...rows(row['Sources']).flatMap(source => [
      ...texts(source['LegacyID']).map(reference.legacy),
      ...rows(source['Permissions']).flatMap(permission => providers(permission['JWT'])),
    ]),
  ],
  'api-gateway': row =>
    rows(row['Listeners']).flatMap(listener =>
      rows(member(listener, 'TLS', 'Certificates')).flatMap(certificate =>
        texts(certificate['Name']).map(name => reference.certificate(String(certificate['Kind']), name)),
      ),
    ),
  'http-route': row => rows(row['Parents']).flatMap(parent => texts(parent['Name']).map(reference.parent)),
  'tcp-route': row => rows(row['Parents']).flatMap(parent => texts(parent['Name']).map(reference.parent)),
}
