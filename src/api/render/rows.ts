import { decodeBinary } from '../../go/json/utf8.ts'
import { type RecordOf, recordOf, remembered, rememberedJoin } from '../../go/record.ts'
import { any, part, parts, scalar, string } from '../../go/record-fields.ts'
import { toBase64 } from '../../lib/bytes.ts'
import { takesCentralConfig } from '../../state/central-config/merge.ts'
import type { Instance } from '../../state/catalog.ts'
import { type Health, sameHealth } from '../../state/health.ts'
import type { Check, KvEntry, Node, Service, Session } from '../../model/rows.ts'
import type { UserEvent } from '../../agent/user-event.ts'

/** Rows of the state as the API shows them, members in Consul's order. */

/** null for no bytes at all, as Go writes an empty slice that was never made. */
const base64OrNull = (binary: string): string | null => (binary === '' ? null : toBase64(binary))

export function renderKv(entry: KvEntry, withValue = true): object {
  return {
    LockIndex: entry.LockIndex,
    Key: decodeBinary(entry.Key),
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

const nullIfEmpty = <T extends object>(map: T | null): T | null =>
  map !== null && Object.keys(map).length > 0 ? map : null

export const nodeRow: RecordOf<Node> = remembered(
  recordOf([
    string('ID', node => node.ID),
    string('Node', node => node.Node),
    string('Address', node => node.Address),
    string('Datacenter', node => node.Datacenter),
    string('PeerName', node => node.PeerName),
    any('TaggedAddresses', node => node.TaggedAddresses),
    any('Meta', node => node.Meta),
    any('Locality', node => node.Locality || undefined),
    scalar('CreateIndex', node => node.CreateIndex),
    scalar('ModifyIndex', node => node.ModifyIndex),
  ]),
)

export const renderNode = (node: Node): object => nodeRow.object(node)

/** Tags as they are, as transactions and prepared queries show them, or an empty list where there are none. */
const tagsOf = (tags: readonly string[] | null, bare: boolean): readonly string[] | null => (bare ? tags : (tags ?? []))

const serviceRecord = (bare: boolean): RecordOf<Service> =>
  recordOf([
    string('Kind', service => service.Kind || undefined),
    string('ID', service => service.ID),
    string('Service', service => service.Service),
    any('Tags', service => tagsOf(service.Tags, bare)),
    string('Address', service => service.Address),
    any('TaggedAddresses', service => nullIfEmpty(service.TaggedAddresses) ?? undefined),
    any('Meta', service => service.Meta),
    scalar('Port', service => service.Port || undefined),
    string('SocketPath', service => service.SocketPath || undefined),
    any('Weights', service => service.Weights),
    scalar('EnableTagOverride', service => service.EnableTagOverride),
    any('Locality', service => service.Locality || undefined),
    any('Proxy', service => service.Proxy),
    any('Connect', service => service.Connect),
    string('PeerName', service => service.PeerName ?? ''),
    scalar('CreateIndex', service => service.CreateIndex),
    scalar('ModifyIndex', service => service.ModifyIndex),
  ])

const SERVICE = remembered(serviceRecord(false))
const BARE_SERVICE = serviceRecord(true)

/** `bare`: tags as they are. */
export const renderService = (service: Service, bare = false): object => (bare ? BARE_SERVICE : SERVICE).object(service)

/** An instance in the flat form of `/v1/catalog/service`. */
export const serviceNode: RecordOf<Instance> = recordOf([
  string('ID', ({ node }) => node.ID),
  string('Node', ({ service }) => service.Node),
  string('Address', ({ node }) => node.Address),
  string('Datacenter', ({ node }) => node.Datacenter),
  any('TaggedAddresses', ({ node }) => node.TaggedAddresses),
  any('NodeMeta', ({ node }) => node.Meta),
  string('ServiceKind', ({ service }) => service.Kind),
  string('ServiceID', ({ service }) => service.ID),
  string('ServiceName', ({ service }) => service.Service),
  any('ServiceTags', ({ service }) => service.Tags ?? []),
  string('ServiceAddress', ({ service }) => service.Address),
  any('ServiceTaggedAddresses', ({ service }) => nullIfEmpty(service.TaggedAddresses) ?? undefined),
  any('ServiceWeights', ({ service }) => service.Weights),
  any('ServiceMeta', ({ service }) => service.Meta ?? {}),
  scalar('ServicePort', ({ service }) => service.Port),
  string('ServiceSocketPath', ({ service }) => service.SocketPath),
  scalar('ServiceEnableTagOverride', ({ service }) => service.EnableTagOverride),
  any('ServiceProxy', ({ service }) => service.Proxy),
  any('ServiceConnect', ({ service }) => service.Connect),
  any('ServiceLocality', ({ service }) => service.Locality),
  string('PeerName', ({ service }) => service.PeerName),
  scalar('CreateIndex', ({ service }) => service.CreateIndex),
  scalar('ModifyIndex', ({ service }) => service.ModifyIndex),
])

export const renderServiceNode = (instance: Instance): object => serviceNode.object(instance)

/** The same of a proxy that central configuration was merged into: Consul loses what is the node's then. */
export const renderMergedInstance = ({ node, service }: Instance): object => ({
  ...renderServiceNode({ node, service }),
  ...(takesCentralConfig(service) && { ID: '', Address: '', Datacenter: '', TaggedAddresses: null, NodeMeta: null }),
})

/** Beyond 2^53 every digit counts to Go, where JavaScript writes zeros. */
function withExactTtl(definition: Check['Definition']): Check['Definition'] {
  const ttl = definition['TTL']
  return typeof ttl !== 'number' || Number.isSafeInteger(ttl) ? definition : { ...definition, TTL: BigInt(ttl) }
}

const checkRecord = (bare: boolean): RecordOf<Check> =>
  recordOf([
    string('Node', check => check.Node),
    string('CheckID', check => check.CheckID),
    string('Name', check => check.Name),
    string('Status', check => check.Status),
    string('Notes', check => check.Notes),
    string('Output', check => check.Output),
    string('ServiceID', check => check.ServiceID),
    string('ServiceName', check => check.ServiceName),
    any('ServiceTags', check => tagsOf(check.ServiceTags, bare)),
    string('Type', check => check.Type),
    string('Interval', check => check.Interval),
    string('Timeout', check => check.Timeout),
    scalar('ExposedPort', check => check.ExposedPort),
    string('PeerName', check => check.PeerName),
    any('Definition', ({ Definition }) => withExactTtl(Definition)),
    scalar('CreateIndex', check => check.CreateIndex),
    scalar('ModifyIndex', check => check.ModifyIndex),
  ])

export const checkRow: RecordOf<Check> = remembered(checkRecord(false))
const BARE_CHECK = checkRecord(true)

/** `bare`: see renderService. */
export const renderCheck = (check: Check, bare = false): object => (bare ? BARE_CHECK : checkRow).object(check)

const healthRecord = (bare: boolean): RecordOf<Health> =>
  recordOf([
    part('Node', ({ node }) => node, nodeRow),
    part('Service', ({ service }) => service, bare ? BARE_SERVICE : SERVICE),
    parts('Checks', ({ checks }) => (bare && checks.length === 0 ? null : checks), bare ? BARE_CHECK : checkRow),
  ])

export const healthRow: RecordOf<Health> = rememberedJoin(healthRecord(false), {
  key: ({ service }) => service,
  same: sameHealth,
})
const BARE_HEALTH = healthRecord(true)

/** `bare`: see renderService. */
export const renderHealth = (health: Health, bare = false): object => (bare ? BARE_HEALTH : healthRow).object(health)

/** As a stream brings it: empty maps do not outlive the way. */
export function renderStreamedHealth({ node, service, checks }: Health): object {
  return {
    Node: { ...renderNode(node), TaggedAddresses: nullIfEmpty(node.TaggedAddresses), Meta: nullIfEmpty(node.Meta) },
    Service: { ...renderService(service), Meta: nullIfEmpty(service.Meta) },
    Checks: checks.map(check => renderCheck(check)),
  }
}
