import { formatDuration } from '../../go/duration.ts'
import { recordOf, type RecordOf, remembered } from '../../go/record.ts'
import { any, members, part, parts, scalar, string } from '../../go/record-fields.ts'
import { envoyExtensions, failoverPolicy } from '../../state/config-entries/common.ts'
import { loadBalancer, type ResolverSubset } from '../../state/config-entries/service-resolver.ts'
import { serviceRoute, type ServiceRoute } from '../../state/config-entries/service-router.ts'
import { serviceSplit } from '../../state/config-entries/service-splitter.ts'
import type {
  Chain,
  ChainNode,
  ChainSplit,
  ResolverNode,
  RouterNode,
  Target,
} from '../../state/discovery-chain/chain.ts'
import type { VirtualIp } from '../../model/rows.ts'

/** A compiled chain, with the addresses that stand for its service, if there are any. */
export interface ShownChain {
  readonly chain: Chain
  readonly addresses: VirtualIp | undefined
}

const orNothing = (text: string): string | undefined => (text === '' ? undefined : text)
const orFalse = (flag: boolean): true | undefined => flag || undefined

const shownRoute = (route: ServiceRoute) => serviceRoute.show(route) as Readonly<Record<string, unknown>>
/** A part of an entry, which never changes: it is written once for many answers. */
const routeDefinition = remembered(
  recordOf<ServiceRoute>([
    any('Match', route => shownRoute(route)['Match']),
    any('Destination', route => shownRoute(route)['Destination']),
  ]),
)

const chainRoute = recordOf<RouterNode['Routes'][number]>([
  part('Definition', route => route.Definition, routeDefinition),
  string('NextNode', route => route.NextNode),
])

const chainSplit = recordOf<ChainSplit>([
  any('Definition', split => serviceSplit.show(split.Definition)),
  scalar('Weight', ({ Weight }) => Weight || undefined),
  string('NextNode', split => split.NextNode),
])

const failover = recordOf<ResolverNode>([
  any('Targets', node => node.Failover),
  any('Policy', node => (node.FailoverPolicy ? failoverPolicy.show(node.FailoverPolicy) : undefined)),
])

const resolver = recordOf<ResolverNode>([
  string('ConnectTimeout', node => formatDuration(node.ConnectTimeout)),
  scalar('RequestTimeout', node => node.RequestTimeout || undefined),
  scalar('Default', node => orFalse(node.Default)),
  string('Target', node => node.Target),
  part('Failover', node => (node.Failover.length > 0 ? node : undefined), failover),
])

const chainNode = recordOf<ChainNode>([
  string('Type', node => node.Type),
  string('Name', node => node.Name),
  parts('Routes', node => (node.Type === 'router' ? node.Routes : undefined), chainRoute),
  parts('Splits', node => (node.Type === 'splitter' ? node.Splits : undefined), chainSplit),
  part('Resolver', node => (node.Type === 'resolver' ? node : undefined), resolver),
  any('LoadBalancer', node =>
    node.Type !== 'router' && node.LoadBalancer ? loadBalancer.show(node.LoadBalancer) : undefined,
  ),
])

const subset = recordOf<ResolverSubset>([
  string('Filter', ({ Filter }) => orNothing(Filter)),
  scalar('OnlyPassing', ({ OnlyPassing }) => orFalse(OnlyPassing)),
])

const transparentProxy = recordOf<Target>([scalar('DialedDirectly', target => orFalse(target.DialedDirectly))])

const chainTarget = recordOf<Target>([
  string('ConnectTimeout', target => formatDuration(target.ConnectTimeout)),
  string('ID', target => target.ID),
  string('Service', target => target.Service),
  string('ServiceSubset', target => orNothing(target.ServiceSubset)),
  string('Namespace', () => 'default'),
  string('Partition', () => 'default'),
  string('Datacenter', target => orNothing(target.Datacenter)),
  string('Peer', target => orNothing(target.Peer)),
  part('MeshGateway', target => target, recordOf<Target>([string('Mode', target => orNothing(target.MeshGateway))])),
  part('Subset', target => target.Subset, subset),
  part('TransparentProxy', target => target, transparentProxy),
  part('PrioritizeByLocality', target => (target.PrioritizeByLocality ? target : undefined), recordOf<Target>([])),
  scalar('External', target => orFalse(target.External)),
  string('SNI', target => orNothing(target.SNI)),
  string('Name', target => orNothing(target.Name)),
])

/** A compiled chain as the API shows it. */
const shownChain = recordOf<ShownChain>([
  string('ServiceName', ({ chain }) => chain.ServiceName),
  string('Namespace', () => 'default'),
  string('Partition', () => 'default'),
  string('Datacenter', ({ chain }) => chain.Datacenter),
  string('CustomizationHash', ({ chain }) => orNothing(chain.CustomizationHash)),
  scalar('Default', ({ chain }) => orFalse(chain.Default)),
  string('Protocol', ({ chain }) => chain.Protocol),
  any('ServiceMeta', ({ chain: { ServiceMeta: meta } }) => (meta && Object.keys(meta).length > 0 ? meta : undefined)),
  any('EnvoyExtensions', ({ chain }) =>
    chain.EnvoyExtensions ? envoyExtensions.show(chain.EnvoyExtensions) : undefined,
  ),
  string('StartNode', ({ chain }) => chain.StartNode),
  members('Nodes', ({ chain }) => chain.Nodes, chainNode),
  members('Targets', ({ chain }) => chain.Targets, chainTarget),
  any('AutoVirtualIPs', ({ addresses }) => (addresses ? [addresses.Address] : null)),
  any('ManualVirtualIPs', ({ addresses }) => (addresses ? (addresses.ManualIPs ?? []) : null)),
])

/** What is answered to those who ask for a chain. */
export const chainAnswer: RecordOf<ShownChain> = recordOf([part('Chain', shown => shown, shownChain)])
