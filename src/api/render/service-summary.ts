import type { ServiceSummary } from '../../state/overview.ts'

/** A service at first sight, as the page's endpoints show it; `addresses` are those of an ingress gateway in front of it. */
export function renderSummary(
  summary: ServiceSummary,
  datacenter: string,
  gatewayConfig: Readonly<Record<string, unknown>> = {},
): object {
  const sorted = (set: ReadonlySet<string>): string[] | null => (set.size === 0 ? null : [...set].sort())
  return {
    ...(summary.kind !== '' && { Kind: summary.kind }),
    Name: summary.name,
    Datacenter: summary.peer?.datacenter ?? (summary.instances > 0 ? datacenter : ''),
    Tags: sorted(summary.tags),
    Nodes: sorted(summary.nodes),
    ExternalSources: sorted(summary.externalSources),
    InstanceCount: summary.instances,
    ChecksPassing: summary.checks.passing,
    ChecksWarning: summary.checks.warning,
    ChecksCritical: summary.checks.critical,
    GatewayConfig: gatewayConfig,
    TransparentProxy: summary.transparent,
    ConnectNative: summary.native,
    ...(summary.peer && { PeerName: summary.peer.name }),
  }
}
