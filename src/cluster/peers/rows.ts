import { isObject } from '../../lib/equal.ts'
import type { LocalCheckRow, LocalService } from '../../agent/local/state.ts'
import { shaped } from './shape.ts'
import { EMPTY_SERVICE, SERVICE_SCALARS } from '../../model/rows.ts'

type ServiceRow = LocalService['row']
type ServiceScalars = Pick<ServiceRow, keyof typeof SERVICE_SCALARS>

/** A service as its agent tells of it. What has another shape than the catalog can show is left out. */
export function serviceRow(given: Readonly<Record<string, unknown>>, ID: string, Node: string): ServiceRow {
  const { Tags, Meta, TaggedAddresses, Proxy, Connect, Locality } = given
  return {
    ...shaped<ServiceScalars>(SERVICE_SCALARS, given),
    ID,
    Node,
    Tags: texts(Tags),
    Meta: isObject(Meta) ? shaped({}, Meta) : null,
    TaggedAddresses: isObject(TaggedAddresses)
      ? Object.fromEntries(
          Object.entries(TaggedAddresses).map(([tag, address]) => [tag, shaped({ Address: '', Port: 0 }, address)]),
        )
      : null,
    Weights: shaped(EMPTY_SERVICE.Weights, given['Weights']),
    Proxy: (isObject(Proxy) ? Proxy : EMPTY_SERVICE.Proxy) as ServiceRow['Proxy'],
    Connect: isObject(Connect) ? (Connect as ServiceRow['Connect']) : {},
    Locality: (isObject(Locality) ? Locality : null) as ServiceRow['Locality'],
  }
}

const STATUSES: ReadonlySet<unknown> = new Set(['passing', 'warning', 'critical'])

/** A check as its agent tells of it. */
export function checkRow(given: Readonly<Record<string, unknown>>, CheckID: string, Node: string): LocalCheckRow {
  const plain = shaped(
    {
      Name: '',
      Notes: '',
      Output: '',
      ServiceID: '',
      ServiceName: '',
      Type: '',
      Interval: '',
      Timeout: '',
      ExposedPort: 0,
    },
    given,
  )
  const { Status, ServiceTags, Definition } = given
  return {
    ...plain,
    CheckID,
    Node,
    Status: (STATUSES.has(Status) ? Status : 'critical') as LocalCheckRow['Status'],
    ServiceTags: texts(ServiceTags),
    Definition: isObject(Definition) ? Definition : {},
  }
}

const texts = (value: unknown): readonly string[] | null =>
  Array.isArray(value) ? shaped<readonly string[]>([], value) : null
