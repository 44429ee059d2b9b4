import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultSettings, type Settings } from '../../../src/model/settings.ts'
import type { Agent } from '../../../src/agent/agent.ts'
import type { LazyPlugin } from '../../../src/http/plugin.ts'
import { webPage } from '../../../src/page/index.ts'
import { pagePlugin } from '../../../src/page/plugin.ts'
import { start } from '../../support/both-ways.ts'
import { httpAgent, type HttpAgent } from '../../support/http.ts'
import { RawClient } from '../../support/raw-client.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'page-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<title>page</title>')
  writeFileSync(join(folder, 'assets/index-abc.js'), 'run()')
  writeFileSync(join(folder, 'secret.txt'), 'no part of the page')
})
afterAll(() => rmSync(folder, { recursive: true }))

/** An agent with the page that was built above, or with another folder. */
const withPage = (settings: Partial<Settings> = {}, built = folder): HttpAgent =>
  httpAgent(settings, {}, agent => ({
    plugins: [
      {
        ...webPage(agent),
        load: async () => app => app.register(pagePlugin, { prefix: '/ui', agent, folder: pathToFileURL(`${built}/`) }),
      },
    ],
  }))

const LOCAL = { host: '127.0.0.1:8500' }

describe('what is served', () => {
  test('an asset is served under its name, with its type', async () => {
    const { status, text, headers } = await withPage().send('GET', '/ui/assets/index-abc.js', undefined, LOCAL)
    expect([status, text]).toEqual([200, 'run()'])
    expect(headers['content-type']).toMatch(/^(text|application)\/javascript; charset=utf-8$/)
  })

  test('nothing is compressed, as by Consul', async () => {
    const gzip = { ...LOCAL, 'accept-encoding': 'gzip, deflate, br' }
    const { headers } = await withPage().send('GET', '/ui/assets/index-abc.js', undefined, gzip)
    expect([headers['content-encoding'], headers['vary'], headers['content-length']]).toEqual([
      undefined,
      undefined,
      '5',
    ])
  })

  test.each([
    '',
    'services',
    'services/web',
    'kv',
    'kv/a%2Fb/c',
    'nothing.js',
    'secret.txt',
    '..%2Fsecret.txt',
    '?a=b',
    'assets/',
    'assets/index-old.js',
    'assets/..%2Fsecret.txt',
    'assets/..%2F..%2Fsecret.txt',
    'assets/.hidden',
    '%2f',
    'x%2f%2e%2e%2f',
  ])('the page itself is served for %j', async name => {
    const { status, text, headers } = await withPage().send('GET', `/ui/${name}`, undefined, LOCAL)
    expect([status, text, headers['content-type']]).toEqual([200, '<title>page</title>', 'text/html; charset=utf-8'])
  })

  test.each([
    ['assets', 'assets/', ''],
    ['%61ssets?a=b', 'assets/?a=b', ''],
    ['index.html', './', ''],
    ['a/index.html?', './', ''],
    ['services/', '../services', ''],
    ['a%C3%BC/', '../a\u00c3\u00bc', ''],
    ['x%2f%2e%2e', '../', ''],
    ['assets%2f%2e', './', ''],
    ['assets/index-abc.js/', '../index-abc.js', ''],
    ['/', '/ui/', '<a href="/ui/">Moved Permanently</a>.\n\n'],
    ['a//b', '/ui/a/b', '<a href="/ui/a/b">Moved Permanently</a>.\n\n'],
  ])('%s has another form, %s', async (path, to, page) => {
    const { status, headers, text } = await withPage().send('GET', `/ui/${path}`, undefined, LOCAL)
    expect([status, headers['location'], text]).toEqual([301, to, page])
    expect(headers['content-type']).toBe(page === '' ? undefined : 'text/html; charset=utf-8')
  })

  test.each([
    ['GET', 'a%80', 404, true],
    ['GET', 'assets%80/x', 404, true],
    ['GET', '%ff?a=%80', 404, true],
    ['CONNECT', 'a//b', 404, true],
    ['CONNECT', '../x', 404, true],
    ['CONNECT', '/', 404, true],
    ['FOO', 'a%80', 404, true],
    ['GET', 'a%80%00', 400, false],
    ['GET', 'a%80//b', 301, false],
  ])('%s of %s, for which fastify has no path, leads where Consul leads it', async (method, path, status, toPage) => {
    const client = await RawClient.open((await start()).http.port)
    const answer = await client.ask(`${method} /ui/${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    // the page of the sources was not built, which it says itself
    expect([answer?.status, answer?.body.includes('The web page was not built')]).toEqual([status, toPage])
  })

  test('a path in another form than its own is none', async () => {
    const client = await RawClient.open((await start()).http.port)
    const answer = await client.ask('GET /%75i/x HTTP/1.1\r\nHost: localhost\r\n\r\n')
    expect([answer?.status, answer?.body]).toEqual([404, '404 page not found\n'])
  })

  test('a path that cannot be printed is refused where the API refuses it', async () => {
    const { send } = withPage()
    expect(await send('GET', '/ui/assets/%00', undefined, LOCAL)).toMatchObject({ status: 400, text: '' })
  })

  test.each([
    [{ range: 'bytes=0-1' }, 416, 'io.File missing Seek method\n', undefined],
    [{ range: 'x' }, 416, 'invalid range\n', undefined],
    [{ range: 'bytes=5-' }, 416, 'invalid range: failed to overlap\n', 'bytes */5'],
    [{ range: 'bytes=0-1', 'if-range': '"x"' }, 200, 'run()', undefined],
    [{ 'if-match': '"x"' }, 412, '', undefined],
    [{ 'if-match': '*' }, 200, 'run()', undefined],
  ])('parts and conditions are answered as by Consul, whose files have no parts: %j', async (asked, ...expected) => {
    const { status, text, headers } = await withPage().send('GET', '/ui/assets/index-abc.js', undefined, {
      ...LOCAL,
      ...asked,
    })
    expect([status, text, headers['content-range']]).toEqual(expected)
  })

  test('where there was no build the answer says so', async () => {
    const { status, text } = await withPage({}, `${folder}/nowhere`).send('GET', '/ui/', undefined, LOCAL)
    expect([status, text]).toEqual([404, 'The web page was not built: npm run build\n'])
  })
})

describe('headers', () => {
  const header = async (name: string, path: string): Promise<unknown> =>
    (await withPage().send('GET', `/ui/${path}`, undefined, LOCAL)).headers[name]

  test('files whose name tells their content are cached for good, the page is revalidated each time', async () => {
    expect(await header('cache-control', 'assets/index-abc.js')).toBe('public, max-age=31536000, immutable')
    expect(await header('cache-control', '')).toBe('no-cache')
  })

  test.each(['', 'assets/index-abc.js'])(
    'an ETag that a browser has is answered with 304 and no body: %j',
    async path => {
      const page = withPage()
      const get = (etag: string): ReturnType<HttpAgent['send']> =>
        page.send('GET', `/ui/${path}`, undefined, { ...LOCAL, 'if-none-match': etag })
      const etag = String((await get('"other"')).headers['etag'])
      const same = await get(etag)
      // the length of what did not change is not that of nothing (RFC 9110, 8.6)
      expect([same.status, same.text, same.headers['content-length']]).toEqual([304, '', undefined])
      expect((await get(`"other", ${etag}`)).status).toBe(304)
      expect((await get('*')).status).toBe(304)
      expect((await get('"other"')).status).toBe(200)
    },
  )

  test("the page's ETag tells its content, since all files of a package have the same date", async () => {
    const before = await header('etag', '')
    writeFileSync(join(folder, 'index.html'), '<title>PAGE</title>')
    expect(await header('etag', '')).not.toBe(before)
    writeFileSync(join(folder, 'index.html'), '<title>page</title>')
    expect(await header('etag', '')).toBe(before)
  })

  test.each(['', 'assets/index-abc.js', 'config.json'])(
    'nothing inline and nothing foreign may run: %j',
    async path => {
      const policy = String(await header('content-security-policy', path))
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self'")
      expect(policy).not.toContain('unsafe')
      expect(await header('x-content-type-options', path)).toBe('nosniff')
    },
  )

  test('configured headers are added', async () => {
    const http = { ...defaultSettings.http, responseHeaders: { 'X-Other': 'yes' } }
    const { headers } = await withPage({ http }).send('GET', '/ui/', undefined, LOCAL)
    expect(headers['x-other']).toBe('yes')
  })

  test('none of those of the API are', async () => {
    const { headers } = await withPage().send('GET', '/ui/', undefined, LOCAL)
    expect(Object.keys(headers).filter(name => name !== 'date')).toEqual([
      'accept-ranges',
      'cache-control',
      'content-length',
      'content-security-policy',
      'content-type',
      'cross-origin-opener-policy',
      'cross-origin-resource-policy',
      'etag',
      'referrer-policy',
      'x-content-type-options',
      'x-frame-options',
    ])
  })
})

describe('where the page is on', () => {
  test.each([
    ['/', '/ui/'],
    ['/ui', '/ui/'],
    ['/ui?a=b', '/ui/?a=b'],
  ])('%s leads to it', async (from, to) => {
    const { status, headers } = await withPage().get(from)
    expect([status, headers['location']]).toEqual([301, to])
  })

  test('it learns what it has to know', async () => {
    const { send } = withPage({ datacenter: 'dc7', nodeName: 'n7' })
    const { status, json, headers } = await send('GET', '/ui/config.json', undefined, LOCAL)
    expect(status).toBe(200)
    expect(json).toEqual({
      Datacenter: 'dc7',
      NodeName: 'n7',
      Dev: true,
      ReadOnly: false,
      Control: true,
      ACLsEnabled: false,
    })
    expect([headers['cache-control'], headers['content-type']]).toEqual(['no-store', 'application/json'])
  })

  test('it is told when it may only read', async () => {
    const { send } = withPage({ ui: { ...defaultSettings.ui, readOnly: true } })
    expect((await send('GET', '/ui/config.json', undefined, LOCAL)).json).toMatchObject({ ReadOnly: true })
  })

  test('a name that was pointed here is refused, with the API as ever', async () => {
    const { send } = withPage()
    const foreign = { host: 'evil.example' }
    expect((await send('GET', '/ui/', undefined, foreign)).status).toBe(403)
    expect((await send('GET', '/ui/assets/index-abc.js', undefined, foreign)).status).toBe(403)
    expect((await send('GET', '/ui/config.json', undefined, foreign)).status).toBe(403)
    expect((await send('GET', '/v1/status/leader', undefined, foreign)).status).toBe(200)
  })

  test('all methods are answered as GET, HEAD without a body', async () => {
    const { send } = withPage()
    for (const path of ['config.json', '', 'services', 'assets/index-abc.js']) {
      const head = await send('HEAD', `/ui/${path}`, undefined, LOCAL)
      expect([head.status, head.text]).toEqual([200, ''])
      const { status, text, headers } = await send('GET', `/ui/${path}`, undefined, LOCAL)
      for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
        const other = await send(method, `/ui/${path}`, 'x', { ...LOCAL, 'content-type': 'text/x-any' })
        expect([other.status, other.text, other.headers['content-type']]).toEqual([
          status,
          text,
          headers['content-type'],
        ])
      }
    }
  })

  test('a type of a body that is none does not matter', async () => {
    const { send } = withPage()
    const { status, headers } = await send('PUT', '/ui/', 'x', { ...LOCAL, 'content-type': 'a b' })
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  })

  test.each(['TRACE', 'PROPFIND', 'FOO'])('%s, which fastify does not know, is answered by the page', async method => {
    const client = await RawClient.open((await start()).http.port)
    const request = `${method} /ui/ HTTP/1.1\r\nHost: localhost\r\n\r\n`
    // the page of the sources was not built, which it says itself
    expect((await client.ask(request))?.body).toContain('The web page was not built')
  })

  test('who may not write may send anything to the page, which writes nothing', async () => {
    const { send } = withPage({ http: { ...defaultSettings.http, allowWriteFrom: ['10.0.0.0/8'] } })
    expect((await send('PUT', '/ui/', 'x', LOCAL)).status).toBe(200)
    expect((await send('PUT', '/v1/kv/a', 'x', LOCAL)).status).toBe(403)
  })

  test('endpoints that are blocked are those of the API', async () => {
    const http = { ...defaultSettings.http, blockEndpoints: ['/ui/kv'] }
    expect((await withPage({ http }).send('GET', '/ui/kv', undefined, LOCAL)).status).toBe(200)
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
    const { status, text } = await httpAgent(off).send('GET', path, undefined, LOCAL)
    expect(status).toBe(404)
    expect(text).toContain("ensure the path starts with '/v1/'")
  })
})

describe('where it is', () => {
  const under = (ui: Partial<Settings['ui']>): HttpAgent =>
    httpAgent({ ui: { ...defaultSettings.ui, ...ui } }, {}, agent => ({ plugins: [webPage(agent)] }))

  test('the page under another path is told of it', async () => {
    writeFileSync(join(folder, 'index.html'), '<title>page</title><script src="/ui/assets/index-abc.js"></script>')
    const plugin = (agent: Agent): LazyPlugin => ({
      prefix: '/console/',
      load: async () => app =>
        app.register(pagePlugin, { prefix: '/console', agent, folder: pathToFileURL(`${folder}/`) }),
    })
    const ui = { ...defaultSettings.ui, contentPath: '/console/' }
    const consul = httpAgent({ ui }, {}, agent => ({ plugins: [plugin(agent)] }))
    const { text } = await consul.send('GET', '/console/services', undefined, LOCAL)
    expect(text).toBe(
      '<meta name="content-path" content="/console/" /><title>page</title><script src="/console/assets/index-abc.js"></script>',
    )
    expect((await consul.send('GET', '/', undefined, LOCAL)).headers['location']).toBe('/console/')
    expect((await consul.send('GET', '/console?a=b', undefined, LOCAL)).headers['location']).toBe('/console/?a=b')
    expect((await consul.send('GET', '/ui/', undefined, LOCAL)).status).toBe(404)
  })

  test('a folder of the user’s own is served in its place, with its index for every path', async () => {
    const own = mkdtempSync(join(tmpdir(), 'own-page-'))
    writeFileSync(join(own, 'index.html'), 'my page')
    writeFileSync(join(own, 'a.txt'), 'my file')
    const consul = under({ enabled: false, dir: own })
    expect((await consul.send('GET', '/ui/', undefined, LOCAL)).text).toBe('my page')
    expect((await consul.send('GET', '/ui/a.txt', undefined, LOCAL)).text).toBe('my file')
    expect(await consul.send('GET', '/ui/services/web', undefined, LOCAL)).toMatchObject({
      status: 200,
      text: 'my page',
    })
    expect((await consul.send('GET', '/ui/..%2f..%2fetc/passwd', undefined, LOCAL)).text).not.toContain('root:')
    rmSync(own, { recursive: true })
  })
})
