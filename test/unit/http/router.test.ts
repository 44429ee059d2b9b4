import { expect, test } from 'vitest'
import { action, allowedMethods, route } from '../../../src/http/route.ts'
import { Router } from '../../../src/http/router.ts'

const GET = action(() => ({}))
const router = new Router([
  route('/v1/a', { GET }),
  route('/v1/a/:name', { GET }),
  route('/v1/a/:name/run', { GET }),
  route('/v1/a/b/:name', { GET }),
])

const found = (path: string): unknown => {
  const match = router.find(path)
  if (!match) return undefined
  return 'redirect' in match ? match.redirect : [match.route.path, match.paramBytes]
}

test.each([
  ['/v1/a', ['/v1/a', '']],
  ['/v1/a/', ['/v1/a/:name', '']],
  ['/v1/a/x/y', ['/v1/a/:name', 'x/y']],
  ['/v1/a/x%20y/run', ['/v1/a/:name/run', 'x y']],
  ['/v1/a/x/y/run', ['/v1/a/:name/run', 'x/y']],
  ['/v1/a/run', ['/v1/a/:name/run', '']],
  ['/v1/a/x/%72un', ['/v1/a/:name/run', 'x']],
  ['/v1/a/x%2Frun', ['/v1/a/:name/run', 'x']],
  ['/%761/%61', ['/v1/a', '']],
  ['/%761/%61/%62/x%2Fy', ['/v1/a/b/:name', 'x/y']],
  ['/v1/a/%62', '/v1/a/b/'],
  ['/v1%2Fa', undefined],
  ['/v1/a%2Fx', undefined],
  ['/v1/a/b/run', ['/v1/a/b/:name', 'run']],
  ['/v1/a/b', '/v1/a/b/'],
  ['/v1/b', undefined],
])('%s', (path, match) => {
  expect(found(path)).toEqual(match)
})

test.each([
  ['/v1/a//x', '/v1/a/x'],
  ['/v1/a/x/..', '/v1/a'],
  ['/v1/a/b/x/..', '/v1/a/b/'],
  ['/v1/a/b/%2e%2e/..', '/v1/'],
  ['/v1/a/b/%2F/..', '/v1/a/'],
  ['/v1/a/b/%20/../c%20d', '/v1/a/b/c%2520d'],
  ['/v1/a/b/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e/..', '/'],
  ['/v1/a/%62/x/..', '/v1/a/b/'],
])('%s is redirected to %s', (path, to) => {
  expect(found(path)).toBe(to)
})

test('a path can be taken once only', () => {
  expect(() => new Router([route('/v1/a/:x/run', { GET }), route('/v1/a/:y/run', { GET })])).toThrow(
    'its path is taken',
  )
})

test('a route that answers OPTIONS itself does not name it when a wrong method is refused', () => {
  expect(allowedMethods(route('/x', { GET }), 'POST')).toBe('OPTIONS,GET')
  expect(allowedMethods(route('/x', { GET }, { optionsBody: '{}' }), 'POST')).toBe('GET')
  expect(allowedMethods(route('/x', { GET }, { optionsBody: '{}' }), 'OPTIONS')).toBe('OPTIONS,GET')
})
