import { describe, expect, it } from 'vitest'
import { startConsul } from './harness.ts'

describe('/v1/agent/service', () => {
  it('complains of wait and index, not of consistency', async () => {
    const consul = await startConsul()
    await consul.put('/v1/agent/service/register', { Name: 'web' })
    expect(await consul.get('/v1/agent/service/web?wait=abc')).toMatchObject({ status: 400, text: 'Invalid wait time' })
    expect(await consul.get('/v1/agent/service/web?index=abc')).toMatchObject({ status: 400, text: 'Invalid index' })
    expect((await consul.get('/v1/agent/service/web?stale&consistent&index=5&wait=10s')).status).toBe(200)
  })

  it('answers queries that wait for another content, and ends those whose service is gone', async () => {
    const consul = await startConsul()
    await consul.put('/v1/agent/service/register', { Name: 'web' })
    const hash = (await consul.get('/v1/agent/service/web')).headers.get('x-consul-contenthash')
    const waiting = consul.get(`/v1/agent/service/web?hash=${hash}&wait=1m`)
    while (consul.agent.blocking.size === 0) await new Promise(resolve => setImmediate(resolve))
    await consul.put('/v1/agent/service/register', { Name: 'web' })
    expect(consul.agent.blocking.size).toBe(1)
    await consul.put('/v1/agent/service/deregister/web')
    expect(await waiting).toMatchObject({ status: 404, text: 'unknown service ID: web' })
    expect(consul.agent.blocking.size).toBe(0)
  })
})

describe('filters', () => {
  it.each([
    ['/v1/agent/services', 'Failed to create boolean expression evaluator: Selector "Nope" is not valid'],
    ['/v1/agent/members', 'Failed to create boolean expression evaluator: Selector "Nope" is not valid'],
    ['/v1/agent/checks', 'Selector "Nope" is not valid'],
  ])('of %s: %s', async (path, text) => {
    const consul = await startConsul()
    await consul.put('/v1/agent/check/register', { Name: 'c', TTL: '1m' })
    expect(await consul.get(`${path}?filter=Nope==1`)).toMatchObject({ status: 500, text })
  })

  it('are given up when their pattern would hold the process, and the error names the limit', async () => {
    const consul = await startConsul()
    for (let i = 0; i < 20; i++) {
      const Output = 'ab'.repeat(2000) + 'c'
      await consul.put('/v1/agent/check/register', { Name: `c${i}`, TTL: '1m', Notes: Output })
    }
    const filter = (pattern: string): string => encodeURIComponent(`Notes matches "${pattern}"`)
    const text = 'Failed to evaluate the filter: more than the limit of 4000000 steps'
    expect(await consul.get(`/v1/agent/checks?filter=${filter('a[ab]{500}[cd]$')}`)).toMatchObject({
      status: 500,
      text,
    })
    expect((await consul.get(`/v1/agent/checks?filter=${filter('(.?){1000}x')}`)).text).toBe('{}')
    expect((await consul.get('/v1/agent/checks')).status).toBe(200)
  })

  it('look at the bytes of a member’s address', async () => {
    const consul = await startConsul()
    expect((await consul.get('/v1/agent/members?filter=127+in+Addr')).json).toMatchObject([{ Addr: '127.0.0.1' }])
    expect((await consul.get('/v1/agent/members?filter=255+in+Addr')).json).toEqual([])
  })
})

it('shows the tags of a service in its health, null for none', async () => {
  const consul = await startConsul()
  await consul.put('/v1/agent/service/register', { Name: 'a', Tags: ['t'], Check: { TTL: '1h', Status: 'passing' } })
  await consul.put('/v1/agent/service/register', { Name: 'b', Check: { TTL: '1h', Status: 'passing' } })
  expect((await consul.get('/v1/agent/health/service/id/a')).json).toMatchObject({ Checks: [{ ServiceTags: ['t'] }] })
  expect((await consul.get('/v1/agent/health/service/id/b')).json).toMatchObject({ Checks: [{ ServiceTags: null }] })
})
