import { type Decoded, bool, int, list, string, stringList, stringMap, struct, uint64 } from '../../go/decode.ts'
import type { NewQuery } from '../../state/query.ts'
import { STRICT } from './parts.ts'

const service = struct(
  {
    Service: string(),
    SamenessGroup: string(),
    Failover: struct(
      {
        NearestN: int(),
        Datacenters: stringList(),
        Targets: list(
          struct({ Peer: string(), Datacenter: string() }, { ...STRICT, name: 'structs.QueryFailoverTarget' }),
        ),
      },
      { ...STRICT, name: 'structs.QueryFailoverOptions' },
    ),
    OnlyPassing: bool(),
    IgnoreCheckIDs: list(string('types.CheckID')),
    Near: string(),
    Tags: stringList(),
    NodeMeta: stringMap(),
    ServiceMeta: stringMap(),
    Connect: bool(),
    Peer: string(),
  },
  { ...STRICT, name: 'structs.ServiceQuery' },
)

/** A prepared query as clients write it. */
export const querySchema = struct(
  {
    ID: string(),
    Name: string(),
    Session: string(),
    Token: string(),
    Template: struct(
      { Type: string(), Regexp: string(), RemoveEmptyTags: bool() },
      { ...STRICT, name: 'structs.QueryTemplateOptions' },
    ),
    Service: service,
    DNS: struct({ TTL: string() }, { ...STRICT, name: 'structs.QueryDNSOptions' }),
    CreateIndex: uint64(),
    ModifyIndex: uint64(),
  },
  { ...STRICT, name: 'structs.PreparedQuery' },
)

export type QueryBody = Decoded<typeof querySchema>

/** The query that was written, under an ID, with its gaps filled. */
export function toQuery(given: QueryBody, ID: string): NewQuery {
  const { Template = {}, Service = {}, DNS = {} } = given
  const { Failover = {} } = Service
  return {
    ID,
    Name: given.Name ?? '',
    Session: given.Session ?? '',
    Token: given.Token ?? '',
    Template: {
      Type: Template.Type ?? '',
      Regexp: Template.Regexp ?? '',
      RemoveEmptyTags: Template.RemoveEmptyTags ?? false,
    },
    Service: {
      Service: Service.Service ?? '',
      SamenessGroup: Service.SamenessGroup ?? '',
      Failover: {
        NearestN: Failover.NearestN ?? 0,
        Datacenters: Failover.Datacenters ?? null,
        Targets: Failover.Targets?.map(({ Peer = '', Datacenter = '' }) => ({ Peer, Datacenter })) ?? null,
      },
      OnlyPassing: Service.OnlyPassing ?? false,
      IgnoreCheckIDs: Service.IgnoreCheckIDs ?? null,
      Near: Service.Near ?? '',
      Tags: Service.Tags ?? null,
      NodeMeta: Service.NodeMeta ?? null,
      ServiceMeta: Service.ServiceMeta ?? null,
      Connect: Service.Connect ?? false,
      Peer: Service.Peer ?? '',
    },
    DNS: { TTL: DNS.TTL ?? '' },
  }
}
