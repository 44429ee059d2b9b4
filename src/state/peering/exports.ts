import { encodePercent } from '../../go/json/utf8.ts'
import type { Check, CheckStatus, Service } from '../../model/rows.ts'
import { protocolOf } from '../config-entries/read.ts'
import { exportsTo } from '../exported-services.ts'
import { type Health, serviceHealth } from '../health.ts'
import { meshGateways } from '../mesh-gateways.ts'
import { fold } from '../schema.ts'
import type { View } from '../view.ts'
import type { ExportedInstance } from './import-service.ts'

/** Of the cluster that exports: it stands in the identities of its services. */
export interface Exporter {
  readonly trustDomain: string
  readonly datacenter: string
}

/** The names of the services that are exported to a peer, in order. */
export const exportedNames = (view: View, peer: string): readonly string[] => exportsTo(view, peer).value

/** The instances of a service as a peer gets them, with the gateways through which its mesh is reached. */
export function exportedInstances(
  view: View,
  name: string,
  peer: string,
  exporter: Exporter,
): readonly ExportedInstance[] {
  const instances = serviceHealth(view, name).value.map(row => ({ ...plain(row), status: overall(row.checks) }))
  return [...instances, ...gatewaysBefore(view, name, peer, exporter)]
}

function plain({ node, service }: Health): Pick<ExportedInstance, 'node' | 'service'> {
  const { CreateIndex: _, ModifyIndex: __, ...nodeFields } = node
  const { CreateIndex: ___, ModifyIndex: ____, Connect: _____, ...fields } = service
  return { node: nodeFields, service: { ...fields, Connect: {} } }
}

const ORDER: readonly CheckStatus[] = ['passing', 'warning', 'critical']

/** The worst of several checks. */
const overall = (checks: readonly Check[]): CheckStatus =>
  ORDER[Math.max(0, ...checks.map(({ Status }) => rank(Status)))] ?? 'critical'

const rank = (status: string): number =>
  ORDER.includes(status as CheckStatus) ? ORDER.indexOf(status as CheckStatus) : 2

/** Where a service has a mesh, and the cluster has gateways, each of these stands before it as its proxy. */
function gatewaysBefore(view: View, name: string, peer: string, exporter: Exporter): readonly ExportedInstance[] {
  if (view.first('services', 'connect', fold(name)) === undefined) return []
  return meshGateways(view).map((row, at) => {
    const { node, service } = plain(row)
    return { node, service: asProxy(view, service, { name, at, peer, ...exporter }), status: overall(row.checks) }
  })
}

function asProxy(
  view: View,
  gateway: ExportedInstance['service'],
  { name, at, peer, trustDomain, datacenter }: Exporter & { name: string; at: number; peer: string },
): Omit<Service, 'CreateIndex' | 'ModifyIndex' | 'PeerName'> {
  return {
    ...gateway,
    Kind: 'connect-proxy',
    ID: `${name}-sidecar-proxy-instance-${at}`,
    Service: `${name}-sidecar-proxy`,
    Tags: null,
    Meta: null,
    Proxy: {
      DestinationServiceName: name,
      DestinationServiceID: `${name}-instance-${at}`,
      Mode: '',
      MeshGateway: {},
      Expose: {},
    },
    Connect: {
      PeerMeta: {
        SNI: [`${name}.default.default.${peer}.external.${trustDomain}`],
        SpiffeID: [
          `spiffe://${trustDomain}/ns/default/dc/${datacenter}/svc/${encodePercent(name, encodeURI)}`,
          `spiffe://${trustDomain}/gateway/mesh/dc/${datacenter}`,
        ],
        Protocol: protocolOf(view, name),
      },
    },
  }
}
