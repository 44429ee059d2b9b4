import type { NewQuery } from '../../src/state/query.ts'
import type { PreparedQueryService } from '../../src/model/rows.ts'

type Parts = Partial<Omit<NewQuery, 'Service' | 'Template'>> & {
  readonly Service?: Partial<PreparedQueryService>
  readonly Template?: Partial<NewQuery['Template']>
}

/** A prepared query of which tests name only what they are about. */
export function newQuery({ Service, Template, ...parts }: Parts): NewQuery {
  return {
    ID: 'aaaaaaaa-0000-0000-0000-000000000001',
    Name: '',
    Session: '',
    Token: '',
    DNS: { TTL: '' },
    ...parts,
    Template: { Type: '', Regexp: '', RemoveEmptyTags: false, ...Template },
    Service: {
      Service: 'web',
      SamenessGroup: '',
      Failover: { NearestN: 0, Datacenters: null, Targets: null },
      OnlyPassing: false,
      IgnoreCheckIDs: null,
      Near: '',
      Tags: null,
      NodeMeta: null,
      ServiceMeta: null,
      Connect: false,
      Peer: '',
      ...Service,
    },
  }
}

/** An ID that ends with a number. */
export const queryId = (n: number): string => `aaaaaaaa-0000-0000-0000-${String(n).padStart(12, '0')}`

/** A template for all names that begin with its own. */
export const template = (ID: string, Name: string, Service: string, Regexp = ''): NewQuery =>
  newQuery({ ID, Name, Template: { Type: 'name_prefix_match', Regexp }, Service: { Service } })
