import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../../../src/model/settings.ts'
import { httpAgent } from '../../../support/http.ts'

const local = { host: '127.0.0.1:8500' }

describe('where the page is on', () => {
  test('the root leads to it', async () => {
    const { status, headers } = await httpAgent().get('/')
    expect([status, headers['location']]).toEqual([301, '/ui/'])
  })

  test('it learns what it has to know', async () => {
    const { send } = httpAgent({ datacenter: 'dc7', nodeName: 'n7' })
    const { status, json, headers } = await send('GET', '/ui/config.json', undefined, local)
    expect(status).toBe(200)
    expect(json).toEqual({ Datacenter: 'dc7', NodeName: 'n7', Dev: true, ReadOnly: false, TestBench: true })
    expect(headers['cache-control']).toBe('no-store')
  })

  test('it is told when it may only look', async () => {
    const { send } = httpAgent({ ui: { ...defaultSettings.ui, readOnly: true } })
    expect((await send('GET', '/ui/config.json', undefined, local)).json).toMatchObject({ ReadOnly: true })
  })

  test('a name that was pointed here is refused, with the API as ever', async () => {
    const { send } = httpAgent()
    const foreign = { host: 'evil.example' }
    expect((await send('GET', '/ui/', undefined, foreign)).status).toBe(403)
    expect((await send('GET', '/ui/config.json', undefined, foreign)).status).toBe(403)
    expect((await send('GET', '/v1/status/leader', undefined, foreign)).status).toBe(200)
  })

  test('HEAD is answered, what changes something is not', async () => {
    const { send } = httpAgent()
    expect((await send('HEAD', '/ui/config.json', undefined, local)).status).toBe(200)
    const post = await send('POST', '/ui/', 'x', local)
    expect([post.status, post.headers['allow']]).toEqual([405, 'OPTIONS,GET,HEAD'])
  })
})

describe('where the page is off', () => {
  const off = { ui: { ...defaultSettings.ui, enabled: false } }

  test('the root says so', async () => {
    const { status, text } = await httpAgent(off).get('/')
    expect(status).toBe(200)
    expect(text).toBe(
      'Consul Agent: UI disabled. To enable, set ui_config.enabled=true in the agent configuration and restart.',
    )
  })

  test.each(['/ui', '/ui/', '/ui/services/web', '/ui/config.json'])('%s is no path', async path => {
    const { status, text } = await httpAgent(off).send('GET', path, undefined, local)
    expect(status).toBe(404)
    expect(text).toContain("ensure the path starts with '/v1/'")
  })
})
