import { EMPTY_SERVICE } from '../../src/model/rows.ts'
import type { NewCheck } from '../../src/state/check.ts'
import type { NewNode } from '../../src/state/node.ts'
import type { NewService } from '../../src/state/service.ts'

/** Rows of which tests name only what they are about. */

export const newNode = (Node: string, fields: Partial<NewNode> = {}): NewNode => ({
  ID: '',
  Node,
  Address: '10.0.0.1',
  Datacenter: 'dc1',
  TaggedAddresses: null,
  Meta: null,
  ...fields,
})

/** Its name is its ID. */
export const newService = (Node: string, ID: string, fields: Partial<NewService> = {}): NewService => ({
  ...EMPTY_SERVICE,
  Node,
  ID,
  Service: ID,
  ...fields,
})

/** Passing, and of the whole node. */
export const newCheck = (Node: string, CheckID: string, fields: Partial<NewCheck> = {}): NewCheck => ({
  Node,
  CheckID,
  Name: 'c',
  Status: 'passing',
  Notes: '',
  Output: '',
  ServiceID: '',
  Type: '',
  Interval: '',
  Timeout: '',
  ExposedPort: 0,
  Definition: {},
  ...fields,
})
