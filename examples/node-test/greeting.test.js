// npm install --save-dev miniconsul && node --test
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useConsul } from 'miniconsul/node-test'

const consul = useConsul({ clock: 'manual' })

test('a lock is free again when its holder is gone', async () => {
  const session = consul.session.create({ ttl: '10s', behavior: 'delete' })
  assert.equal(consul.kv.acquire('leader', session, 'me'), true)
  await consul.clock.advance('20s')
  const answer = await fetch(`${consul.http.url}/v1/kv/leader`)
  assert.equal(answer.status, 404)
})

test('every test begins with nothing', () => {
  assert.deepEqual(consul.diff(), [])
})
