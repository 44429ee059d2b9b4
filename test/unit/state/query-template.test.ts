import { expect, test } from 'vitest'
import { putQuery, resolveQuery } from '../../../src/state/query.ts'
import { Store } from '../../../src/state/store.ts'
import { queryId, template } from '../../support/queries.ts'

test('A template that would become far longer than it is is not filled in, and the limit is named.', () => {
  const store = new Store()
  store.write(tx => putQuery(tx, template(queryId(1), 't', '${name.full}'.repeat(2000))))
  expect(resolveQuery(store.view, 't'.repeat(500))?.Service.Service).toHaveLength(1_000_000)
  expect(() => resolveQuery(store.view, 't'.repeat(501))).toThrow(
    'the query template is filled in with more than 1000000 characters',
  )
})
