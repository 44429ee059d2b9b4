import { describe, expect, test } from 'vitest'
import { register } from '../../../src/state/catalog.ts'
import { ORIGIN, updateCoordinate } from '../../../src/state/coordinate.ts'
import { type ExecutionOptions, executeQuery } from '../../../src/state/query-execution.ts'
import { Store } from '../../../src/state/store.ts'
import type { PreparedQueryService, Service } from '../../../src/model/rows.ts'
import { newQuery } from '../../support/queries.ts'
import { newCheck, newNode, newService } from '../../support/rows.ts'

function catalog(): Store {
  const store = new Store()
  const add = (
    Node: string,
    service: Partial<Service>,
    checks: readonly (readonly [CheckID: string, Status: string])[] = [],
    Meta: Record<string, string> | null = null,
  ): void => {
    store.write(tx =>
      register(tx, {
        node: newNode(Node, { Meta }),
        service: newService(Node, Node, { Service: 'web', Port: 80, ...service }),
        checks: checks.map(([CheckID, Status]) =>
          newCheck(Node, CheckID, { Status, ServiceID: CheckID === 'node' ? '' : Node }),
        ),
      }),
    )
  }
  add('n1', { Tags: ['A', 'b'], Meta: { v: '1' } }, [['c1', 'passing']], { env: 'prod' })
  add('n2', { Tags: ['c'] }, [['c2', 'warning']])
  add('n3', {}, [['node', 'critical']])
  add('n4', { Service: 'web-proxy', Kind: 'connect-proxy', Proxy: { DestinationServiceName: 'web' } })
  add('n5', { Connect: { Native: true } })
  return store
}

const store = catalog()

function run(service: Partial<PreparedQueryService>, options: Partial<ExecutionOptions> = {}): readonly string[] {
  return execute(service, options).nodes.map(({ service }) => service.ID)
}

function execute(
  service: Partial<PreparedQueryService>,
  options: Partial<ExecutionOptions> = {},
): ReturnType<typeof executeQuery> {
  const query = { ...newQuery({ Service: service }), CreateIndex: 1, ModifyIndex: 1 }
  return executeQuery(store.view, query, {
    datacenter: 'dc1',
    nearOf: node => ({ node, isAtOrigin: () => false }),
    shuffle: items => items,
    ...options,
  })
}

test.each<[string, Partial<PreparedQueryService>, readonly string[]]>([
  ['nothing asked: what is not critical', {}, ['n1', 'n2', 'n5']],
  ['names of services ignore case', { Service: 'WEB' }, ['n1', 'n2', 'n5']],
  ['only passing', { OnlyPassing: true }, ['n1', 'n5']],
  ['a check of the node that is ignored', { IgnoreCheckIDs: ['node'] }, ['n1', 'n2', 'n3', 'n5']],
  ['ignored checks are spelled exactly', { IgnoreCheckIDs: ['NODE'] }, ['n1', 'n2', 'n5']],
  ['ignored checks need not pass', { IgnoreCheckIDs: ['c2'], OnlyPassing: true }, ['n1', 'n2', 'n5']],
  ['all tags, in whatever case', { Tags: ['a', 'B'] }, ['n1']],
  ['a tag that must not be there', { Tags: ['!A'] }, ['n2', 'n5']],
  ['an empty tag, which nobody has', { Tags: [''] }, []],
  ['a tag that is only the exclamation mark', { Tags: ['!'] }, ['n1', 'n2', 'n5']],
  ['metadata of the node', { NodeMeta: { env: 'prod' } }, ['n1']],
  ['metadata with another key', { NodeMeta: { ENV: 'prod' } }, []],
  ['metadata that nobody has', { NodeMeta: { toString: '' } }, []],
  ['metadata of the service', { ServiceMeta: { v: '1' } }, ['n1']],
  ['what stands for it in the mesh', { Connect: true }, ['n4', 'n5']],
])('%s', (_, service, ids) => {
  expect(run(service)).toEqual(ids)
})

test('the mesh can be asked for from outside', () => {
  expect(run({}, { connect: true })).toEqual(['n4', 'n5'])
})

describe('order', () => {
  test('is by chance, then by distance, and only then cut', () => {
    store.write(tx => {
      for (const [Node, x] of [
        ['n1', 3],
        ['n2', 1],
        ['n5', 2],
      ] as const) {
        updateCoordinate(tx, { Node, Segment: '', Coord: { ...ORIGIN, Vec: [x, 0, 0, 0, 0, 0, 0, 0] } })
      }
    })
    const shuffle: ExecutionOptions['shuffle'] = items => items.reverse()
    expect(run({}, { shuffle })).toEqual(['n5', 'n2', 'n1'])
    expect(run({}, { shuffle, limit: 2 })).toEqual(['n5', 'n2'])
    expect(run({}, { shuffle, limit: -1 })).toEqual(['n5', 'n2', 'n1'])
    expect(run({ Near: 'n2' }, { shuffle, limit: 2 })).toEqual(['n2', 'n5'])
    expect(run({ Near: 'n2' }, { near: '_agent', nearOf: () => ({ node: 'n1', isAtOrigin: () => false }) })).toEqual([
      'n1',
      'n5',
      'n2',
    ])
  })
})

describe('elsewhere', () => {
  const failover = (Targets: PreparedQueryService['Failover']['Targets']): Partial<PreparedQueryService> => ({
    Service: 'none',
    Failover: { NearestN: 0, Datacenters: null, Targets },
  })

  test('is not asked here', () => {
    const found = execute({ Service: 'none', Failover: { NearestN: 3, Datacenters: ['dc9'], Targets: null } })
    expect(found).toMatchObject({ nodes: [], datacenter: 'dc1', peer: '', failovers: 0 })
    expect(execute(failover([{ Peer: '', Datacenter: 'dc9' }]))).toMatchObject({ datacenter: 'dc1', failovers: 0 })
  })

  test('a peer has nothing', () => {
    expect(execute({ Peer: 'west' })).toMatchObject({ nodes: [], datacenter: '', peer: 'west', failovers: 0 })
  })

  test('is not asked while there is something here', () => {
    expect(execute({ ...failover([{ Peer: 'east', Datacenter: '' }]), Service: 'web' }).failovers).toBe(0)
  })
})
