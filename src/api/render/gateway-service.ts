import type { GatewayService } from '../../model/rows.ts'

const GIVEN = [
  'Port',
  'Protocol',
  'Hosts',
  'CAFile',
  'CertFile',
  'KeyFile',
  'SNI',
  'FromWildcard',
  'ServiceKind',
] as const

/** A service behind a gateway as the catalog shows it; what was not given is left out. */
export function renderGatewayService(row: GatewayService): object {
  const given = GIVEN.flatMap(name => (row[name] ? [[name, row[name]] as const] : []))
  return {
    Gateway: { Name: row.Gateway },
    Service: { Name: row.Service },
    GatewayKind: row.GatewayKind,
    ...Object.fromEntries(given),
    CreateIndex: row.CreateIndex,
    ModifyIndex: row.ModifyIndex,
    ...(row.AutoHostRewrite && { AutoHostRewrite: true }),
  }
}
