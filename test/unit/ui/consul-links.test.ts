import { expect, test } from 'vitest'
import { consulLink } from '../../../ui/lib/consul-links.ts'

test.each([
  ['routing-config/web', 'services/web/routing'],
  ['login', 'sign-in'],
  ['nodes/node1/lock-sessions', 'sessions?q=node1'],
  ['services/web/intentions/a:b', 'intentions/a:b'],
])("%s of Consul's own page is %s here", (from, to) => {
  const { path = [], params = {} } = consulLink(from.split('/')) ?? {}
  const query = new URLSearchParams(params).toString()
  expect(`${path.join('/')}${query === '' ? '' : `?${query}`}`).toBe(to)
})

test.each(['services/web', 'services/web/intentions', 'nodes/node1/health-checks', 'overview', ''])(
  '%s is the same here',
  from => {
    expect(consulLink(from.split('/'))).toBeUndefined()
  },
)
