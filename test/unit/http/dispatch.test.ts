import { describe, expect, it } from 'vitest'
import { Dispatcher } from '../../../src/http/dispatch.ts'
import type { Incoming } from '../../../src/http/exchange.ts'
import { listOf, type Prepared } from '../../../src/http/reply.ts'
import { query, route } from '../../../src/http/route.ts'
import { Router } from '../../../src/http/router.ts'
import { turns } from '../../../src/lib/defer.ts'
import { converse, start } from '../../support/both-ways.ts'
import { fakeResponder } from '../../support/fake-responder.ts'
import { httpAgent } from '../../support/http.ts'
import { bare } from '../../support/raw-requests.ts'

const ROWS = Array.from({ length: 2000 }, (_, i) => ({ name: `row ${i}` }))

/** A list whose rows take a millisecond each, and clients of it. */
function slowList() {
  const { agent } = httpAgent()
  let rendered = 0
  const element = (row: object): object => {
    rendered++
    const end = performance.now() + 1
    while (performance.now() < end);
    return { ...row, padding: 'x'.repeat(10_000) }
  }
  const slow = query(() => view => ({ index: view.max('kv'), value: listOf(ROWS, element) }), { cacheable: true })
  const dispatcher = new Dispatcher(agent, new Router([route('/v1/slow', { GET: slow })]))
  return {
    get rendered() {
      return rendered
    },
    ask(path: string) {
      const answers: Prepared[] = []
      const responder = fakeResponder(prepared => answers.push(prepared))
      const res = Object.assign(Object.create(responder) as typeof responder, { gone: false })
      const raw = { method: 'GET', url: path, headers: {}, rawHeaders: [], resume: () => undefined }
      dispatcher.handle(raw as unknown as Incoming, res)
      return { answers, leave: () => Object.assign(res, { gone: true }) }
    },
  }
}

describe('an answer that takes long', () => {
  it('is given up when its client is gone', async () => {
    const list = slowList()
    const { answers, leave } = list.ask('/v1/slow')
    await turns(2)
    expect(list.rendered).toBeLessThan(ROWS.length)
    leave()
    await turns(2)
    const { rendered } = list
    await turns(5)
    expect([list.rendered, answers]).toEqual([rendered, []])
  })

  it('is made once for all requests that wait for it, and continues as long as one of them does', async () => {
    const list = slowList()
    const clients = [list.ask('/v1/slow'), list.ask('/v1/slow'), list.ask('/v1/slow')]
    clients[0]?.leave()
    while (clients[2]?.answers.length === 0) await turns(1)
    expect(list.rendered).toBe(ROWS.length)
    const bodies = clients.map(({ answers }) => answers.map(({ body }) => body.length))
    expect(bodies[1]).toEqual(bodies[2])
    expect(bodies[2]?.[0]).toBeGreaterThan(ROWS.length * 10_000)
  })
})

describe('a path beside the API', () => {
  it.each([
    ['GET', '/%64ebug/pprof', '301 Moved Permanently', '/debug/pprof/'],
    ['GET', '/debug//pprof?a=b', '301 Moved Permanently', '/debug/pprof/?a=b'],
    ['GET', '/debug/pprof//x', '301 Moved Permanently', '/debug/pprof/x'],
    ['GET', '/debug/pprof/../x', '301 Moved Permanently', '/debug/x'],
    ['GET', '/%75i', '301 Moved Permanently', '/ui/'],
    ['GET', '//ui', '301 Moved Permanently', '/ui/'],
    ['CONNECT', '/%75i', '301 Moved Permanently', '/ui/'],
    ['CONNECT', '/debug/pprof//x', '404 Not Found', 'Unknown profile\n'],
    ['GET', '/%64ebug/pprof/%63mdline', '200 OK', process.argv.join('\0')],
    ['GET', '/debug%2fpprof/cmdline', '404 Not Found', 'Invalid URL path'],
    ['CONNECT', '/debug//pprof/cmdline', '404 Not Found', 'Invalid URL path'],
  ])('%s %s is answered %s', async (method, path, status, told) => {
    const text = await converse(await start(), [bare(method, path)])
    expect(text).toMatch(`HTTP/1.1 ${status}\r\n`)
    expect(text).toContain(status.startsWith('301') ? `Location: ${told}\r\n` : told)
  })
})
