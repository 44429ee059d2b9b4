import { expect, test } from 'vitest'
import { defaultSettings } from '../../../../src/model/settings.ts'
import { httpAgent } from '../../../support/http.ts'
import { startConsul } from '../routes/agent/harness.ts'

test('a CPU profile is one of Node, and its type says so', async () => {
  const consul = await startConsul()
  const { status, headers, text } = await consul.get('/debug/pprof/profile?seconds=1')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('application/vnd.v8.cpuprofile+json')
  expect(headers.get('content-disposition')).toBe('attachment; filename="profile.cpuprofile"')
  expect(JSON.parse(text)).toMatchObject({ nodes: expect.any(Array), samples: expect.any(Array) })
})

test('a heap profile samples what is allocated meanwhile', async () => {
  const consul = await startConsul()
  const { headers, text } = await consul.get('/debug/pprof/heap')
  expect(headers.get('content-type')).toBe('application/vnd.v8.heapprofile+json')
  expect(JSON.parse(text)).toMatchObject({ head: { callFrame: { functionName: '(root)' } } })
})

test('a trace is one of Node, of the event loop and not of requests', async () => {
  const consul = await startConsul()
  const { status, headers, text } = await consul.get('/debug/pprof/trace')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('application/vnd.chrome.trace+json')
  expect(headers.get('content-disposition')).toBe('attachment; filename="trace.json"')
  expect(JSON.parse(text)).toMatchObject({ traceEvents: expect.any(Array) })
  expect(text).not.toContain('node.http')
})

test('what only Go has is refused with the reason, what nobody has is unknown', async () => {
  const consul = await startConsul()
  expect(await consul.get('/debug/pprof/mutex')).toMatchObject({ status: 501, text: expect.stringContaining('Node') })
  expect(await consul.get('/debug/pprof/constructor')).toMatchObject({ status: 404, text: 'Unknown profile\n' })
  expect((await consul.get('/debug/pprof/goroutine?debug=1')).text).toContain('Node has no goroutines')
})

test('without enable_debug there are no profiles', async () => {
  const consul = await startConsul({ enableDebug: false })
  expect(await consul.get('/debug/pprof/heap')).toMatchObject({ status: 404, text: '' })
})

test('where there are none, only a client that takes gzip is told a type', async () => {
  const { send } = httpAgent({ enableDebug: false })
  const typeFor = async (coding: string): Promise<unknown> =>
    (await send('GET', '/debug/pprof/heap', undefined, { 'accept-encoding': coding })).headers['content-type']
  expect([await typeFor('identity'), await typeFor('gzip')]).toEqual([undefined, 'text/plain; charset=utf-8'])
})

test('with ACLs only a token with operator:read gets profiles', async () => {
  const initialManagement = '11111111-2222-3333-4444-000000000000'
  const acl = { ...defaultSettings.acl, enabled: true, defaultPolicy: 'deny', initialManagement }
  const consul = await startConsul({ acl })
  expect((await consul.get('/debug/pprof/cmdline')).status).toBe(403)
  const refused = await consul.get('/debug/pprof/cmdline?token=nobody')
  expect([refused.status, refused.headers.get('content-type')]).toEqual([403, 'text/plain; charset=utf-8'])
  expect((await consul.get(`/debug/pprof/cmdline?token=${initialManagement}`)).status).toBe(200)
})

test('the list of profiles has a slash at its end, whether there are any or not', async () => {
  const { url } = await startConsul({ enableDebug: false })
  const { status, headers } = await fetch(`${url}/debug/pprof?x`, { redirect: 'manual' })
  expect([status, headers.get('location')]).toEqual([301, '/debug/pprof/?x'])
})
