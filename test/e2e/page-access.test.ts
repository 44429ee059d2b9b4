import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Agent, put, startAgent } from '../support/e2e/agent.ts'
import { loaded, pageTests } from '../support/e2e/browser.ts'

const tests = pageTests()
const { open } = tests

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
      expect((await controls.allTextContents()).filter(text => !/^(Export|Copy .*)$/.test(text))).toEqual([])
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
