import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Agent, put, startAgent } from '../support/e2e/agent.ts'
import { axeViolations, loaded, pageTests } from '../support/e2e/browser.ts'

const tests = pageTests()
const { open } = tests

beforeAll(async () => {
  await put(tests.agent, '/v1/agent/service/register', {
    Name: 'web',
    Tags: ['v1'],
    Check: { TTL: '1h', Status: 'warning' },
  })
  await put(tests.agent, '/v1/kv/config/app/name', { shop: true })
  await put(tests.agent, '/v1/session/create', { Name: 'keeper', TTL: '3600s' })
  await put(tests.agent, '/v1/event/fire/deploy')
  await fetch(`${tests.agent.url}/v1/query`, { method: 'POST', body: '{"Name":"find","Service":{"Service":"web"}}' })
  await put(tests.agent, '/_miniconsul/faults', { Match: { Path: '/v1/nothing' }, Fault: { Status: 500 } })
  await fetch(`${tests.agent.url}/v1/kv/nowhere`)
})

const PAGES = [
  'services',
  'services/web',
  'nodes/node1',
  'kv',
  'kv?folder=config/app/&key=config/app/name&view=json',
  'kv?key=config/app/name&edit=value',
  'kv?q=shop',
  'kv?new=key',
  'sessions',
  'events',
  'queries',
  'queries/new',
  'members',
  'dns?name=web.service.consul&type=SRV',
  'blocked',
  'journal',
  'faults',
  'faults?about=dns',
  'cluster',
  'control',
  'no-such-page',
]

test.each(['light', 'dark'] as const)('axe finds nothing on any page in the %s', async colorScheme => {
  const page = await open('', { colorScheme })
  const found: Record<string, string[]> = {}
  for (const path of PAGES) {
    await page.goto(`${tests.agent.url}/ui/${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await loaded(page)
    const violations = await axeViolations(page)
    if (violations.length > 0) found[path] = violations
  }
  expect(found).toEqual({})
})

test.each(['services/web', 'kv?key=config/app/name', 'faults'])('%s fits a narrow window', async path => {
  const page = await open(path, { width: 420 })
  await loaded(page)
  expect(await axeViolations(page)).toEqual([])
  expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
})

describe('read-only', () => {
  let still: Agent
  beforeAll(async () => {
    still = await startAgent({ ui_config: { enabled: true, read_only: true } })
    await put(still, '/v1/kv/a', 'x')
  })
  afterAll(() => still?.stop())

  test.each(['services/consul', 'kv?key=a', 'sessions', 'events', 'queries', 'faults', 'cluster'])(
    '%s shows, and has nothing that changes anything',
    async path => {
      const page = await open(path, {}, still)
      await page.getByText('read-only').waitFor()
      await loaded(page)
      const controls = page.locator('main').getByRole('button')
      expect((await controls.allTextContents()).filter(text => text !== 'Export')).toEqual([])
      expect(await page.locator('main .button, main form').count()).toBe(0)
    },
  )

  test('an address that leads to a form leads to none', async () => {
    const page = await open('kv?key=a&edit=value', {}, still)
    await page.getByLabel('Value').getByText('x').waitFor()
    expect(await page.locator('textarea').count()).toBe(0)
  })
})

test('other pages cannot put this one into a frame or read it', async () => {
  const { headers } = await fetch(`${tests.agent.url}/ui/`)
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(headers.get('access-control-allow-origin')).toBeNull()
})

test('the page is there under each of its addresses, with files that browsers cache', async () => {
  const text = await (await fetch(`${tests.agent.url}/ui/services/web`)).text()
  const [script = ''] = /\/ui\/assets\/[^"]+\.js/.exec(text) ?? []
  const { status, headers } = await fetch(`${tests.agent.url}${script}`)
  expect(status).toBe(200)
  expect(headers.get('cache-control')).toContain('immutable')
  expect(text).not.toMatch(/<script(?![^>]*src=)|<style|style=|https?:/)
})
