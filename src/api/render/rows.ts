import { decodeText, toBase64 } from '../../lib/bytes.ts'
import { takesCentralConfig } from '../../state/central-config/merge.ts'
import type { Instance } from '../../state/catalog.ts'
import type { Health } from '../../state/health.ts'
import type { Check, KvEntry, Node, Service, Session } from '../../model/rows.ts'
import type { UserEvent } from '../../agent/user-event.ts'

/** Rows of the state as the API shows them, members in Consul's order. */

/** null for no bytes at all, as Go writes an empty slice that was never made. */
const base64OrNull = (binary: string): string | null => (binary === '' ? null : toBase64(binary))

export function renderKv(entry: KvEntry, withValue = true): object {
  return {
    LockIndex: entry.LockIndex,
    Key: decodeText(entry.Key),
    Flags: entry.Flags,
    Value: withValue ? base64OrNull(entry.Value) : null,
    ...(entry.Session !== '' && { Session: entry.Session }),
    CreateIndex: entry.CreateIndex,
    ModifyIndex: entry.ModifyIndex,
  }
}

export function renderSession(session: Session): object {
  const { CreateIndex, ModifyIndex, Checks, ...fields } = session
  return { ...fields, ...(Checks && Checks.length > 0 && { Checks }), CreateIndex, ModifyIndex }
}

export function renderEvent(event: UserEvent): object {
  const { ID, Name, Payload, ...rest } = event
  return { ID, Name, Payload: base64OrNull(Payload), ...rest }
}

const hasMembers = (map: object | null): boolean => map !== null && Object.keys(map).length > 0
const nullIfEmpty = <T extends object>(map: T | null): T | null => (hasMembers(map) ? map : null)

export function renderNode(node: Node): object {
  return {
    ID: node.ID,
    Node: node.Node,
    Address: node.Address,
    Datacenter: node.Datacenter,
    ...(node.PeerName !== undefined && { PeerName: node.PeerName }),
    TaggedAddresses: node.TaggedAddresses,
    Meta: node.Meta,
    ...(node.Locality && { Locality: node.Locality }),
    CreateIndex: node.CreateIndex,
    ModifyIndex: node.ModifyIndex,
  }
}

/** The unix socket of an instance, where it has one. */
export const socketOf = ({ SocketPath }: Pick<Service, 'SocketPath'>): object =>
  SocketPath === '' ? {} : { SocketPath }

/** `bare`: tags as they are, as transactions and prepared queries show them; elsewhere no tags are an empty list. */
export function renderService(service: Service, bare = false): object {
  return {
    ...(service.Kind !== '' && { Kind: service.Kind }),
    ID: service.ID,
    Service: service.Service,
    Tags: bare ? service.Tags : (service.Tags ?? []),
    Address: service.Address,
    ...(hasMembers(service.TaggedAddresses) && { TaggedAddresses: service.TaggedAddresses }),
    Meta: service.Meta,
    ...(service.Port !== 0 && { Port: service.Port }),
    ...socketOf(service),
    Weights: service.Weights,
    EnableTagOverride: service.EnableTagOverride,
    ...(service.Locality && { Locality: service.Locality }),
    Proxy: service.Proxy,
    Connect: service.Connect,
    PeerName: service.PeerName ?? '',
    CreateIndex: service.CreateIndex,
    ModifyIndex: service.ModifyIndex,
  }
}

/** An instance in the flat form of `/v1/catalog/service`. */
export function renderServiceNode({ node, service }: Instance): object {
  return {
    ID: node.ID,
    Node: service.Node,
    Address: node.Address,
    Datacenter: node.Datacenter,
    TaggedAddresses: node.TaggedAddresses,
    NodeMeta: node.Meta,
    ServiceKind: service.Kind,
    ServiceID: service.ID,
    ServiceName: service.Service,
    ServiceTags: service.Tags ?? [],
    ServiceAddress: service.Address,
    ...(hasMembers(service.TaggedAddresses) && { ServiceTaggedAddresses: service.TaggedAddresses }),
    ServiceWeights: service.Weights,
    ServiceMeta: service.Meta ?? {},
    ServicePort: service.Port,
    ServiceSocketPath: service.SocketPath,
    ServiceEnableTagOverride: service.EnableTagOverride,
    ServiceProxy: service.Proxy,
    ServiceConnect: service.Connect,
    ServiceLocality: service.Locality,
    ...(service.PeerName !== undefined && { PeerName: service.PeerName }),
    CreateIndex: service.CreateIndex,
    ModifyIndex: service.ModifyIndex,
  }
}

/** The same of a proxy that central configuration was merged into: Consul loses what is the node's then. */
export const renderMergedInstance = ({ node, service }: Instance): object => ({
  ...renderServiceNode({ node, service }),
  ...(takesCentralConfig(service) && { ID: '', Address: '', Datacenter: '', TaggedAddresses: null, NodeMeta: null }),
})

/** `bare`: see renderService. */
export function renderCheck(check: Check, bare = false): object {
  return {
    Node: check.Node,
    CheckID: check.CheckID,
    Name: check.Name,
    Status: check.Status,
    Notes: check.Notes,
    Output: check.Output,
    ServiceID: check.ServiceID,
    ServiceName: check.ServiceName,
    ServiceTags: bare ? check.ServiceTags : (check.ServiceTags ?? []),
    Type: check.Type,
    Interval: check.Interval,
    Timeout: check.Timeout,
    ExposedPort: check.ExposedPort,
    ...(check.PeerName !== undefined && { PeerName: check.PeerName }),
    Definition: check.Definition,
    CreateIndex: check.CreateIndex,
    ModifyIndex: check.ModifyIndex,
  }
}

/** `bare`: see renderService. */
export function renderHealth({ node, service, checks }: Health, bare = false): object {
  return {
    Node: renderNode(node),
    Service: renderService(service, bare),
    Checks: bare && checks.length === 0 ? null : checks.map(check => renderCheck(check, bare)),
  }
}

/** As a stream brings it: empty maps do not outlive the way. */
export function renderStreamedHealth({ node, service, checks }: Health): object {
  return {
    Node: { ...renderNode(node), TaggedAddresses: nullIfEmpty(node.TaggedAddresses), Meta: nullIfEmpty(node.Meta) },
    Service: { ...renderService(service), Meta: nullIfEmpty(service.Meta) },
    Checks: checks.map(check => renderCheck(check)),
  }
}
