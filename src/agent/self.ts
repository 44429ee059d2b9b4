import { isIPv4 } from 'node:net'
import type { Settings } from '../model/settings.ts'
import { register } from '../state/catalog.ts'
import type { NewCheck } from '../state/check.ts'
import type { NewNode } from '../state/node.ts'
import type { NewService } from '../state/service.ts'
import type { Tx } from '../state/store.ts'
import type { CheckStatus, StringMap } from '../model/rows.ts'
import { CONSUL_VERSION } from '../version.ts'
import { EMPTY_SERVICE } from '../model/rows.ts'

/** A member's node, its `consul` service where it is a server, and `serfHealth`: there from the first request on. */
export function registerSelf(tx: Tx, settings: Settings): void {
  register(tx, {
    node: settings.acl.enabled ? memberNode(tx, settings) : selfNode(settings),
    service: settings.server ? consulService(settings) : undefined,
    checks: [serfHealth(settings.nodeName, 'passing', 'Agent alive and reachable')],
  })
}

/** What the leader knows of a member's node. With ACLs the agent itself fills in the rest, with its own token. */
function memberNode(tx: Tx, settings: Settings): NewNode {
  const known = tx.node(settings.nodeName)
  const node = selfNode(settings)
  if (known) return { ...node, TaggedAddresses: known.TaggedAddresses, Meta: known.Meta }
  return { ...node, TaggedAddresses: null, Meta: { 'consul-version': CONSUL_VERSION } }
}

/** A member's node in a state that may be of another agent of this name. */
export function claimSelf(tx: Tx, settings: Settings): void {
  const own = tx.node(settings.nodeName)
  if (own && own.ID !== settings.nodeId) tx.put('nodes', { ...own, ID: settings.nodeId })
  registerSelf(tx, settings)
}

/** A member does not answer: what it registered stays, and its node is critical. */
export function failSelf(tx: Tx, settings: Settings): void {
  register(tx, {
    node: selfNode(settings),
    skipNodeUpdate: true,
    checks: [serfHealth(settings.nodeName, 'critical', 'Agent not live or unreachable')],
  })
}

function serfHealth(node: string, status: CheckStatus, output: string): NewCheck {
  return {
    Node: node,
    CheckID: 'serfHealth',
    Name: 'Serf Health Status',
    Status: status,
    Notes: '',
    Output: output,
    ServiceID: '',
    Type: '',
    Interval: '',
    Timeout: '',
    ExposedPort: 0,
    Definition: {},
  }
}

export function selfNode(settings: Settings): NewNode {
  return {
    ID: settings.nodeId,
    Node: settings.nodeName,
    Address: settings.advertiseAddress,
    Datacenter: settings.datacenter,
    TaggedAddresses: taggedAddresses(settings),
    Meta: { ...settings.nodeMeta, 'consul-network-segment': '', 'consul-version': CONSUL_VERSION },
    ...(settings.locality && { Locality: settings.locality }),
  }
}

/** The addresses of the node, by tag; in order of the tags, as Go writes maps. */
export function taggedAddresses(settings: Settings): StringMap {
  const address = settings.advertiseAddress
  const family = isIPv4(address) ? 'ipv4' : 'ipv6'
  const tagged: Record<string, string> = {
    lan: address,
    [`lan_${family}`]: address,
    wan: address,
    [`wan_${family}`]: address,
    ...settings.taggedAddresses,
  }
  return Object.fromEntries(Object.entries(tagged).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function consulService(settings: Settings): NewService {
  return {
    ...EMPTY_SERVICE,
    Node: settings.nodeName,
    ID: 'consul',
    Service: 'consul',
    Meta: {
      ...(settings.ports.grpc > 0 && { grpc_port: String(settings.ports.grpc) }),
      ...(settings.ports.grpcTls > 0 && { grpc_tls_port: String(settings.ports.grpcTls) }),
      non_voter: 'false',
      raft_version: '3',
      read_replica: 'false',
      serf_protocol_current: '2',
      serf_protocol_max: '5',
      serf_protocol_min: '1',
      version: CONSUL_VERSION,
    },
    Port: settings.ports.server,
  }
}
