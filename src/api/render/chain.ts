import { formatDuration } from '../../go/duration.ts'
import { envoyExtensions, failoverPolicy } from '../../state/config-entries/common.ts'
import { loadBalancer, resolverSubset } from '../../state/config-entries/service-resolver.ts'
import { serviceRoute } from '../../state/config-entries/service-router.ts'
import { serviceSplit } from '../../state/config-entries/service-splitter.ts'
import type { Chain, ChainNode, ResolverNode, Target } from '../../state/discovery-chain/chain.ts'
import type { VirtualIp } from '../../model/rows.ts'

/** A compiled chain as the API shows it, with the addresses that stand for its service, if there are any. */
export function renderChain(chain: Chain, addresses: VirtualIp | undefined): object {
  const { ServiceName, Datacenter, CustomizationHash, ServiceMeta, EnvoyExtensions } = chain
  return {
    ServiceName,
    Namespace: 'default',
    Partition: 'default',
    Datacenter,
    ...(CustomizationHash !== '' && { CustomizationHash }),
    ...(chain.Default && { Default: true }),
    Protocol: chain.Protocol,
    ...(ServiceMeta && Object.keys(ServiceMeta).length > 0 && { ServiceMeta }),
    ...(EnvoyExtensions && { EnvoyExtensions: envoyExtensions.show(EnvoyExtensions) }),
    StartNode: chain.StartNode,
    Nodes: Object.fromEntries([...chain.Nodes].map(([key, node]) => [key, renderNode(node)])),
    Targets: Object.fromEntries([...chain.Targets].map(([id, target]) => [id, renderTarget(target)])),
    AutoVirtualIPs: addresses ? [addresses.Address] : null,
    ManualVirtualIPs: addresses ? (addresses.ManualIPs ?? []) : null,
  }
}

function renderNode(node: ChainNode): object {
  const { Type, Name } = node
  if (Type === 'router') {
    return {
      Type,
      Name,
      Routes: node.Routes.map(({ Definition, NextNode }) => ({ Definition: serviceRoute.show(Definition), NextNode })),
    }
  }
  if (Type === 'splitter') {
    return {
      Type,
      Name,
      Splits: node.Splits.map(({ Definition, Weight, NextNode }) => ({
        Definition: serviceSplit.show(Definition),
        Weight,
        NextNode,
      })),
      ...balancerOf(node),
    }
  }
  return renderResolver(node)
}

function renderResolver({ Type, Name, LoadBalancer, ...resolver }: ResolverNode): object {
  return {
    Type,
    Name,
    Resolver: {
      ConnectTimeout: formatDuration(resolver.ConnectTimeout),
      ...(resolver.RequestTimeout !== 0 && { RequestTimeout: resolver.RequestTimeout }),
      ...(resolver.Default && { Default: true }),
      Target: resolver.Target,
      ...(resolver.Failover.length > 0 && { Failover: failoverOf(resolver) }),
    },
    ...balancerOf({ LoadBalancer }),
  }
}

const balancerOf = ({ LoadBalancer }: Pick<ResolverNode, 'LoadBalancer'>): object =>
  LoadBalancer ? { LoadBalancer: loadBalancer.show(LoadBalancer) } : {}

const failoverOf = ({ Failover, FailoverPolicy }: Omit<ResolverNode, 'Type' | 'Name' | 'LoadBalancer'>): object => ({
  Targets: Failover,
  ...(FailoverPolicy && { Policy: failoverPolicy.show(FailoverPolicy) }),
})

function renderTarget(target: Target): object {
  return {
    ConnectTimeout: formatDuration(target.ConnectTimeout),
    ID: target.ID,
    Service: target.Service,
    ...(target.ServiceSubset !== '' && { ServiceSubset: target.ServiceSubset }),
    Namespace: 'default',
    Partition: 'default',
    ...(target.Datacenter !== '' && { Datacenter: target.Datacenter }),
    ...(target.Peer !== '' && { Peer: target.Peer }),
    MeshGateway: { ...(target.MeshGateway !== '' && { Mode: target.MeshGateway }) },
    Subset: resolverSubset.show(target.Subset),
    TransparentProxy: { ...(target.DialedDirectly && { DialedDirectly: true }) },
    ...(target.PrioritizeByLocality && { PrioritizeByLocality: {} }),
    ...(target.External && { External: true }),
    ...(target.SNI !== '' && { SNI: target.SNI }),
    ...(target.Name !== '' && { Name: target.Name }),
  }
}
