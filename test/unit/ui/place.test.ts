import { describe, expect, test } from 'vitest'
import { closesForm, hrefOf, parsePlace } from '../../../ui/lib/place.ts'

const pages = new Set(['services', 'kv'])
const pathOf = (pathname: string): readonly string[] => parsePlace(pathname, '', pages).path

describe('an address', () => {
  test('is taken apart', () => {
    const { path, params } = parsePlace('/ui/services/web%2Fapi', '?q=a+b', pages)
    expect(path).toEqual(['services', 'web/api'])
    expect(params.get('q')).toBe('a b')
  })

  test("may have the datacenter first, as those of Consul's own page", () => {
    expect(pathOf('/ui/dc1/services/web')).toEqual(['services', 'web'])
    expect(pathOf('/ui/_default/~default/dc1/services/web')).toEqual(['services', 'web'])
    expect(pathOf('/ui/services/kv')).toEqual(['services', 'kv'])
  })

  test('with broken escapes is taken as it is', () => {
    expect(pathOf('/ui/services/100%')).toEqual(['services', '100%'])
    expect(pathOf('/ui/')).toEqual([])
  })

  test('is put together again, without what has no value', () => {
    expect(hrefOf(['services', 'a/b c'], { q: 'x&y', status: undefined, view: '' })).toBe(
      '/ui/services/a%2Fb%20c?q=x%26y',
    )
    expect(hrefOf(['kv'])).toBe('/ui/kv')
  })
})

const at = (path: string): URL => new URL(path, 'http://127.0.0.1/')

test.each([
  ['/ui/kv?key=a&edit=value', '/ui/kv?key=a&edit=value&q=x', false],
  ['/ui/kv?key=a&edit=value', '/ui/kv?key=a', true],
  ['/ui/kv?key=a&edit=value', '/ui/kv?key=b&edit=value', true],
  ['/ui/acls/tokens/create', '/ui/acls/tokens/create?sort=token', false],
  ['/ui/acls/tokens/create', '/ui/acls/tokens', true],
])('going from %s to %s closes the form: %s', (from, to, closes) => {
  expect(closesForm(at(from), at(to))).toBe(closes)
})
