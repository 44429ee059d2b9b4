import { describe, expect, test } from 'vitest'
import { reasonFor } from '../../support/differential/explained.ts'

describe('a difference between two agents is explained', () => {
  test('where the real one cut the connection, and another answer came here', () => {
    expect(reasonFor({ failed: 'cut off' }, { status: 200 })).toMatch('panics')
    expect(reasonFor({ failed: 'cut off' }, { failed: 'refused' })).toBeUndefined()
  })

  test('where it answers HEAD with a body', () => {
    expect(reasonFor({ failed: 'no HTTP' }, { status: 400 })).toMatch('HEAD')
    expect(reasonFor({ failed: 'no HTTP' }, { status: 200 })).toBeUndefined()
  })

  test('where the same lines of a text come in another order', () => {
    expect(reasonFor({ status: 400, text: '2:\n* a\n* b' }, { status: 400, text: '2:\n* b\n* a' })).toMatch('Go map')
    expect(reasonFor({ status: 400, text: '2:\n* a\n* b' }, { status: 500, text: '2:\n* b\n* a' })).toBeUndefined()
    expect(reasonFor({ status: 400, text: 'a' }, { status: 400, text: 'b' })).toBeUndefined()
  })

  test('where metadata bears the version of servers', () => {
    const node = (Meta: unknown) => ({ status: 200, json: [{ Node: 'n1', Meta }] })
    expect(reasonFor(node({ 'consul-version': '1.21.4' }), node({}))).toMatch('page')
    expect(reasonFor(node({ 'consul-version': '1.21.4', a: 'b' }), node({ a: 'b' }))).toMatch('page')
    expect(reasonFor(node({ 'consul-version': '1.21.4', a: 'b' }), node({ a: 'c' }))).toBeUndefined()
  })
})
