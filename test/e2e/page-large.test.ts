import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Agent, put, startAgent } from '../support/e2e/agent.ts'
import { isSeen, openBrowser, openTab, type Tab } from '../support/e2e/browser.ts'

const KEYS = 10_000
const INSTANCES = 2000
/** A screen of rows and some above and below. */
const MAX_ROWS = 80

let browser: Browser
let agent: Agent
let tab: Tab | undefined

const batches = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))

async function seed(): Promise<void> {
  const keys = Array.from({ length: KEYS }, (_, i) => {
    const Value = btoa(i === 7777 ? 'the needle' : `value ${i}`)
    return { KV: { Verb: 'set', Key: `shelf-${i % 20}/key-${String(i).padStart(5, '0')}`, Value } }
  })
  for (const ops of batches(keys, 64)) await put(agent, '/v1/txn', ops)
  const instances = Array.from({ length: INSTANCES }, (_, i) => ({
    Node: `node-${i % 50}`,
    Address: '10.0.0.1',
    Service: { ID: `big-${String(i).padStart(4, '0')}`, Service: 'big', Port: i + 1 },
    Check: {
      CheckID: `c${i}`,
      ServiceID: `big-${String(i).padStart(4, '0')}`,
      Status: i === 42 ? 'critical' : 'passing',
    },
  }))
  for (const some of batches(instances, 50)) {
    await Promise.all(some.map(instance => put(agent, '/v1/catalog/register', instance)))
  }
}

beforeAll(async () => {
  browser = await openBrowser()
  agent = await startAgent()
  await seed()
})
afterAll(async () => {
  await tab?.close()
  await browser?.close()
  await agent?.stop()
})

async function open(path: string): Promise<Page> {
  await tab?.close()
  tab = await openTab(browser, `${agent.url}/ui/${path}`)
  return tab.page
}

test('ten thousand keys are one list of which only the rows in sight are drawn', async () => {
  const page = await open('kv?flat=all')
  await page.getByText('10,000 keys').waitFor()
  const table = page.getByRole('table', { name: 'Keys' })
  expect(await table.getAttribute('aria-rowcount')).toBe(String(KEYS + 1))
  expect(await page.getByRole('row').count()).toBeLessThan(MAX_ROWS)
  await page.getByRole('link', { name: 'shelf-0/key-00000' }).focus()
  await page.keyboard.press('End')
  await page.getByRole('link', { name: 'shelf-9/key-09989' }).waitFor()
  expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('shelf-9/key-09989')
  expect(await page.getByRole('row').count()).toBeLessThan(MAX_ROWS)
})

test('search in all of their values answers while typing', async () => {
  const page = await open('kv')
  await page.getByRole('link', { name: 'shelf-7/' }).waitFor()
  await page.getByRole('searchbox').pressSequentially('needle')
  await page.getByRole('link', { name: 'shelf-17/key-07777' }).click()
  expect(await isSeen(page.getByLabel('Value').getByText('the needle'))).toBe(true)
})

test('two thousand instances are one line among the services, and a list of their own', async () => {
  const page = await open('services')
  const line = page.getByRole('row').filter({ hasText: 'big' })
  await line.getByText('2000').waitFor()
  await line.getByText('1 critical').waitFor()
  await page.getByRole('link', { name: 'big' }).click()
  const table = page.getByRole('table', { name: 'Instances of big' })
  await table.waitFor()
  expect(await table.getAttribute('aria-rowcount')).toBe(String(INSTANCES + 1))
  expect(await page.getByRole('row').count()).toBeLessThan(MAX_ROWS)
  await page.getByRole('searchbox', { name: 'Search instances' }).pressSequentially('critical')
  await page.getByRole('link', { name: 'big-0042' }).waitFor()
  expect(await table.getAttribute('aria-rowcount')).toBe('2')
})
