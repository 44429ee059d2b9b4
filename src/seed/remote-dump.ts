import { parseJson } from '../go/json.ts'
import { dumpAcl } from './remote-dump-acl.ts'
import { escape, type KvRow, type RemoteRequest, request } from './remote.ts'
import type { Seed, SeedNode, SeedValue } from './seed.ts'

/** What every agent has of its own. */
const OWN_SERVICE = 'consul'
const OWN_CHECK = 'serfHealth'
/** ACLs are disabled, may not be read, or the object is gone. */
const NO_ACLS = [401, 403, 404]

/**
 * Reads from any agent over HTTP what a seed can hold: keys, the agent's own services and checks, the other nodes with theirs, and
 * queries, policies, roles and tokens. Sessions are not in it, for their IDs could not come back; secrets of tokens are when they
 * are asked for.
 */
export async function dumpRemote(send: RemoteRequest, { secrets = false } = {}): Promise<Seed> {
  const read = async <T>(path: string, absent: T, none: readonly number[] = [404]): Promise<T> => {
    const answer = await send('GET', path)
    if (none.includes(answer.status)) return absent
    if (answer.status >= 300) await request(() => Promise.resolve(answer), `read ${path}`, 'GET', path)
    return parseJson(answer.body) as T
  }
  const self = await read<{ readonly Config: { readonly NodeName: string } }>('/v1/agent/self', {
    Config: { NodeName: '' },
  })
  const kv = await read<readonly KvRow[]>('/v1/kv/?recurse', [])
  const nodes = await read<readonly Row[]>('/v1/catalog/nodes', [])
  const checks = await read<readonly Row[]>('/v1/health/state/any', [])
  const services = await read<Readonly<Record<string, Row>>>('/v1/agent/services', {})
  const queries = await read<readonly Row[]>('/v1/query', [])
  const acl = await dumpAcl((path, absent) => read(path, absent, NO_ACLS), secrets)
  const own = self.Config.NodeName
  const ofNode = (name: string): readonly Row[] => checks.filter(check => check['Node'] === name)
  return {
    kv: Object.fromEntries(kv.map(row => [row.Key, seedValue(row)])),
    services: Object.values(services).map(service => seedService(service, ofNode(own))),
    checks: ofNode(own)
      .filter(check => check['ServiceID'] === '' && check['CheckID'] !== OWN_CHECK)
      .map(ttlCheck) as unknown as NonNullable<Seed['checks']>,
    nodes: await Promise.all(
      nodes
        .filter(node => node['Node'] !== own)
        .map(async node => {
          const name = String(node['Node'])
          const { Services } = await read<{ readonly Services: readonly Row[] | null }>(
            `/v1/catalog/node-services/${escape(name)}`,
            { Services: null },
          )
          return seedNode(node, Services ?? [], ofNode(name))
        }),
    ),
    queries: queries.map(({ ID: _id, CreateIndex: _c, ModifyIndex: _m, ...query }) => query) as unknown as NonNullable<
      Seed['queries']
    >,
    ...(acl && { acl }),
  }
}

type Row = Readonly<Record<string, unknown>>

/** Text as text where it is text, so that people can read and change it. */
function seedValue({ Value, Flags }: KvRow): string | SeedValue {
  const bytes = Buffer.from(Value ?? '', 'base64')
  const value = bytes.toString('utf8')
  const isText = Buffer.from(value, 'utf8').equals(bytes)
  if (isText && Flags === 0) return value
  return { ...(isText ? { value } : { base64: Value ?? '' }), ...(Flags !== 0 && { flags: Flags }) }
}

/** A definition can not be read back, a status can: a TTL check with that status stands in its place. */
const ttlCheck = ({ CheckID, Name, Status, Notes }: Row): Row => ({
  id: CheckID,
  name: Name,
  status: Status,
  ...(Notes !== '' && { notes: Notes }),
  ttl: '876000h',
})

type SeedService = NonNullable<Seed['services']>[number]

function seedService(service: Row, checks: readonly Row[]): SeedService {
  const { ID, Service, Tags, Address, Port, Meta, Weights, EnableTagOverride, Kind, Proxy } = service
  const own = checks.filter(check => check['ServiceID'] === ID)
  const weights = Weights as { readonly Passing: number; readonly Warning: number } | undefined
  return {
    name: Service,
    ...(ID !== Service && { id: ID }),
    ...(Address !== '' && { address: Address }),
    ...(typeof Port === 'number' && Port !== 0 && { port: Port }),
    ...(Array.isArray(Tags) && Tags.length > 0 && { tags: Tags as unknown[] }),
    ...(Object.keys(Meta ?? {}).length > 0 && { meta: Meta }),
    ...(weights &&
      (weights.Passing !== 1 || weights.Warning !== 1) && {
        weights: { passing: weights.Passing, warning: weights.Warning },
      }),
    ...(EnableTagOverride === true && { enableTagOverride: true }),
    ...(Kind !== undefined && Kind !== '' && { kind: Kind, proxy: Proxy }),
    ...(own.length > 0 && { checks: own.map(ttlCheck) }),
  } as unknown as SeedService
}

function seedNode(node: Row, services: readonly Row[], checks: readonly Row[]): SeedNode {
  const { Node, Address, ID, Meta } = node
  const own = checks.filter(check => check['ServiceID'] === '')
  return {
    name: String(Node),
    address: String(Address),
    ...(ID !== '' && { id: ID }),
    ...(Object.keys(Meta ?? {}).length > 0 && { meta: Meta }),
    services: services.filter(service => service['ID'] !== OWN_SERVICE).map(service => seedService(service, checks)),
    checks: own.map(({ CheckID, Name, Status, Notes, Output }) => ({
      id: CheckID,
      name: Name,
      status: Status,
      ...(Notes !== '' && { notes: Notes }),
      ...(Output !== '' && { output: Output }),
    })),
  } as unknown as SeedNode
}
