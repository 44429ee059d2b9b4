import { describe, expect, test } from 'vitest'
import { deleteQuery, getQuery, listQueries, putQuery, resolveQuery } from '../../../src/state/query.ts'
import type { NewQuery } from '../../../src/state/query.ts'
import { Store } from '../../../src/state/store.ts'
import { newQuery, queryId, template } from '../../support/queries.ts'

function storeWith(...queries: readonly NewQuery[]): Store {
  const store = new Store()
  for (const query of queries) store.write(tx => putQuery(tx, query))
  return store
}

const put = (store: Store, query: NewQuery): void => store.write(tx => putQuery(tx, query))
const serviceOf = (store: Store, name: string): string | undefined => resolveQuery(store.view, name)?.Service.Service

describe('writing', () => {
  test('keeps the first index and moves the last one, even if nothing changed', () => {
    const store = storeWith(newQuery({ Name: 'a' }))
    put(store, newQuery({ Name: 'a' }))
    expect(getQuery(store.view, queryId(1)).value).toMatchObject({ CreateIndex: 1, ModifyIndex: 2 })
    expect(listQueries(store.view).index).toBe(2)
  })

  test('refuses a name that is taken, in whatever case, by a query or by a template', () => {
    const store = storeWith(newQuery({ ID: queryId(1), Name: 'web' }), template(queryId(2), 'geo-', 'x'))
    expect(() => put(store, newQuery({ ID: queryId(3), Name: 'WEB' }))).toThrow("name 'WEB' aliases an existing")
    expect(() => put(store, template(queryId(3), 'web', 'x'))).toThrow("name 'web' aliases an existing query name")
    expect(() => put(store, newQuery({ ID: queryId(3), Name: 'geo-' }))).toThrow("name 'geo-' aliases an existing")
    expect(store.index).toBe(2)
  })

  test('takes many queries without a name, but only one template for all names', () => {
    const store = storeWith(template(queryId(1), '', 'x'))
    expect(() => put(store, template(queryId(2), '', 'y'))).toThrow(
      'a query template with an empty name already exists',
    )
  })

  test('complains of the name first, then of the session, then of the template', () => {
    const store = storeWith(newQuery({ ID: queryId(1), Name: 'a' }))
    const bad = { ID: queryId(2), Session: 's', Template: { Type: 'bogus' } }
    expect(() => put(store, newQuery({ ...bad, Name: 'a' }))).toThrow('aliases')
    expect(() => put(store, newQuery({ ...bad, Name: 'b' }))).toThrow('invalid session "s"')
    expect(() => put(store, newQuery({ ...bad, Name: 'b', Session: '' }))).toThrow(
      "failed compiling template: Bad Template.Type 'bogus'",
    )
  })

  test.each([
    [template(queryId(2), 'b', '${x}'), "Bad evaluation for '${x}' in Service.Service: 1:3: unknown variable"],
    [template(queryId(2), 'b', '${'), "Bad format '${' in Service.Service: parse error at 1:3"],
    [template(queryId(2), 'b', 'x', '('), 'Bad Regexp: error parsing regexp: missing closing ): `(`'],
    [
      newQuery({ Name: 'b', Template: { Type: 'name_prefix_match' }, Service: { Tags: ['a', '${x}'] } }),
      'in Service.Tags[1]: 1:3',
    ],
    [
      newQuery({ Name: 'b', Template: { Type: 'name_prefix_match' }, Service: { NodeMeta: { a: '${x}' } } }),
      'in Service.NodeMeta[a]: 1:3',
    ],
    [
      newQuery({
        Name: 'b',
        Template: { Type: 'name_prefix_match' },
        Service: { Failover: { NearestN: 0, Datacenters: null, Targets: [{ Peer: '${x}', Datacenter: '' }] } },
      }),
      'in Service.Failover.Targets[0].Peer: 1:3',
    ],
  ])('refuses a template that could not be filled in (%#)', (query, problem) => {
    expect(() => put(storeWith(), query)).toThrow(problem)
  })

  test('removes', () => {
    const store = storeWith(newQuery({ Name: 'a' }))
    store.write(tx => deleteQuery(tx, queryId(1).toUpperCase()))
    expect(listQueries(store.view)).toEqual({ index: 2, value: [] })
  })
})

describe('an ID', () => {
  test('is found in whatever case, and shown as it was asked for', () => {
    const store = storeWith(newQuery({ Name: 'a' }))
    const id = queryId(1).toUpperCase()
    expect(getQuery(store.view, id).value?.ID).toBe(id)
  })

  test.each([
    ['a', 'UUID must be 36 characters'],
    ['aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeee\u00e9', 'UUID must be 36 characters'],
    ['aaaaaaaa-bbbb-cccc-dddd-eeeeee-eeeee', 'UUID should have maximum of 4 "-"; got 5'],
    ['aaaaaaaabbbb-cccc-dddd-eeeeeeeeeeeee', 'Input (without hyphens) must be even length'],
    ['zzzzzzzz-bbbb-cccc-dddd-eeeeeeeeeeee', "Invalid UUID: encoding/hex: invalid byte: U+007A 'z'"],
    ['aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeee ', "Invalid UUID: encoding/hex: invalid byte: U+0020 ' '"],
  ])('%s is refused', (id, problem) => {
    expect(() => getQuery(storeWith().view, id)).toThrow(`failed prepared query lookup: index error: ${problem}`)
  })
})

describe('a name', () => {
  const store = storeWith(
    template(queryId(1), '', 'any-${name.full}'),
    template(queryId(2), 'geo-', 'geo-${name.suffix}'),
    template(queryId(3), 'geo-x-', '${match(2)}-${match(1)}${match(7)}', '^geo-x-(.*?)-(.*)$'),
    newQuery({ ID: queryId(4), Name: 'geo-exact', Service: { Service: '${name.full}' } }),
  )

  test.each([
    ['geo-exact', '${name.full}'],
    ['GEO-EXACT', '${name.full}'],
    [queryId(4), '${name.full}'],
    ['geo-exactly', 'geo-exactly'],
    ['geo-', 'geo-'],
    ['geo', 'any-geo'],
    ['geo-x-a-b', 'b-a'],
    ['geo-x-nothing', '-'],
  ])('%s stands for the query itself, else for the template with the longest prefix', (name, service) => {
    expect(serviceOf(store, name)).toBe(service)
  })

  test('is matched without regard to case, but filled in and captured as it was spelled', () => {
    expect(serviceOf(store, 'geo-WEB')).toBe('geo-WEB')
    expect(serviceOf(store, 'Geo-web')).toBe('geo-Geo-web')
    expect(serviceOf(store, 'GEO-X-a-b')).toBe('-')
  })

  test('that nothing fits stands for nothing', () => {
    expect(resolveQuery(storeWith(template(queryId(1), 'geo-', 'x')).view, 'ge')).toBeUndefined()
  })

  test('fills in every text but its keys, and leaves out empty tags when told to', () => {
    const one = newQuery({
      Name: 't-',
      Template: { Type: 'name_prefix_match', RemoveEmptyTags: true },
      Service: {
        Near: '${name.suffix}',
        Tags: ['${name.suffix}', '${match(1)}', ''],
        ServiceMeta: { '${name.full}': '${name.full}' },
      },
    })
    expect(resolveQuery(storeWith(one).view, 't-x')?.Service).toMatchObject({
      Near: 'x',
      Tags: ['x'],
      ServiceMeta: { '${name.full}': 't-x' },
    })
  })
})
