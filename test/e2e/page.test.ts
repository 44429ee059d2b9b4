import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { put, startAgent } from '../support/e2e/agent.ts'
import { isGone, isSeen, pageTests } from '../support/e2e/browser.ts'
import { until } from '../support/e2e/until.ts'

const tests = pageTests()
const { open } = tests

const row = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })

const register = (node: string, id: string, service: string, status: string, tags: readonly string[] = []) =>
  put(tests.agent, '/v1/catalog/register', {
    Node: node,
    Address: '10.0.0.9',
    Service: { ID: id, Service: service, Tags: tags, Port: 8080 },
    Check: { CheckID: `check-${id}`, Name: `check of ${id}`, ServiceID: id, Status: status, Output: `out of ${id}` },
  })

test('the root leads to the overview', async () => {
  const opened = await tests.openUrl(`${tests.agent.url}/`)
  await opened.getByRole('heading', { name: 'Overview' }).waitFor()
  expect(opened.url()).toBe(`${tests.agent.url}/ui/`)
  expect(await opened.title()).toContain('miniconsul')
})

describe('services', () => {
  test('are listed, and what is registered meanwhile appears', async () => {
    const page = await open('services')
    await row(page, 'consul').waitFor()
    await register('shelf', 'lamp-1', 'lamp', 'warning', ['oil'])
    const lamp = row(page, 'lamp')
    await lamp.getByText('1 warning').waitFor()
    await lamp.getByText('oil').waitFor()
    await register('shelf', 'lamp-1', 'lamp', 'passing', ['oil'])
    expect(await isSeen(lamp.getByText('1 passing'))).toBe(true)
  })

  test('are looked for while typing, and the search stands in the address', async () => {
    await register('shelf', 'chair-1', 'chair', 'critical')
    const page = await open('services')
    await row(page, 'chair').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('cha')
    await row(page, 'consul').waitFor({ state: 'detached' })
    expect(new URL(page.url()).search).toBe('?q=cha')
    await page.keyboard.press('Escape')
    await row(page, 'consul').waitFor()
    await page.getByRole('link', { name: 'Critical' }).click()
    await row(page, 'consul').waitFor({ state: 'detached' })
    await page.reload()
    await row(page, 'chair').waitFor()
    expect(await row(page, 'consul').count()).toBe(0)
  })

  test('show their instances with the output of their checks, as it changes', async () => {
    await register('shelf', 'table-1', 'table', 'passing')
    await register('shelf', 'table-2', 'table', 'critical')
    const page = await open('services/table')
    const closer = page.getByRole('region', { name: 'Instance table-2' })
    await closer.getByText('out of table-2').waitFor()
    await page.getByRole('link', { name: 'table-1' }).click()
    expect(await isSeen(page.getByRole('region', { name: 'Instance table-1' }).getByText('out of table-1'))).toBe(true)
    await page.keyboard.press('Escape')
    await until(() => page.url() === `${tests.agent.url}/ui/services`, { what: 'the list alone' })
  })

  test('can be deregistered, those of the agent itself as well', async () => {
    await put(tests.agent, '/v1/agent/service/register', { Name: 'stool', ID: 'stool-1' })
    const page = await open('services/stool')
    await page.getByRole('button', { name: 'Deregister' }).click()
    await page.getByRole('button', { name: 'Yes, deregister' }).click()
    await page.getByText('No instances').waitFor()
    expect(await isGone(row(page, 'stool'))).toBe(true)
  })
})

test('nodes are listed with their checks and services', async () => {
  await put(tests.agent, '/v1/catalog/register', { Node: 'attic', Address: '10.0.0.7', NodeMeta: { floor: 'third' } })
  const page = await open('nodes')
  await page.getByRole('link', { name: 'attic' }).click()
  await page.getByText('third').waitFor()
  await put(tests.agent, '/v1/catalog/register', { Node: 'attic', Address: '10.0.0.7', Service: { Service: 'box' } })
  expect(await isSeen(page.getByRole('link', { name: 'box' }))).toBe(true)
})

test('sessions show what they hold, and can be destroyed', async () => {
  const made = await fetch(`${tests.agent.url}/v1/session/create`, {
    method: 'PUT',
    body: JSON.stringify({ Name: 'keeper', TTL: '60s' }),
  })
  const { ID } = (await made.json()) as { ID: string }
  const page = await open('sessions')
  await row(page, 'keeper').getByText('60s').waitFor()
  await put(tests.agent, `/v1/kv/locked/by-keeper?acquire=${ID}`)
  await row(page, 'keeper').getByText('locked/by-keeper').waitFor()
  await page.getByRole('link', { name: 'keeper' }).click()
  await page.getByRole('button', { name: 'Destroy' }).click()
  await page.getByRole('button', { name: 'Yes, destroy' }).click()
  expect(await isSeen(page.getByText('This session has ended.'))).toBe(true)
})

test('events are fired and seen', async () => {
  const page = await open('events')
  await page.getByText('No events').waitFor()
  await page.getByRole('link', { name: 'Fire event' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('bell')
  await page.getByRole('textbox', { name: 'Payload' }).fill('rings twice')
  await page.getByRole('button', { name: 'Fire' }).click()
  await row(page, 'bell').getByText('rings twice').waitFor()
  await page.getByRole('region', { name: 'bell' }).getByText('Lamport time').waitFor()
  await put(tests.agent, '/v1/event/fire/whistle')
  expect(await isSeen(row(page, 'whistle'))).toBe(true)
})

test('prepared queries are made, asked and deleted', async () => {
  await register('shelf', 'cup-1', 'cup', 'passing')
  const page = await open('queries/new')
  await page.getByLabel('Definition').fill('{"Name":"find-cup","Service":{"Service":"cup"}}')
  await page.getByRole('button', { name: 'Save' }).click()
  await row(page, 'find-cup').waitFor()
  await page.getByRole('button', { name: 'Execute' }).click()
  await page.getByLabel('Answer').getByText('"cup-1"').waitFor()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Yes, delete' }).click()
  expect(await isGone(row(page, 'find-cup'))).toBe(true)
})

test('members are listed', async () => {
  const page = await open('members')
  await row(page, 'node1').getByText('alive').waitFor()
  expect(await isSeen(row(page, 'node1').getByText('server'))).toBe(true)
})

describe('what is shown stays up to date', () => {
  test('by waiting for changes, not by asking again and again', async () => {
    const page = await open('events')
    const asked: string[] = []
    page.on('request', request => {
      // what it asked for before may come in between
      if (page.url().endsWith('/services') && request.url().includes('/v1/')) asked.push(request.url())
    })
    await page.goto(`${tests.agent.url}/ui/services`)
    await row(page, 'consul').waitFor()
    await register('shelf', 'pen-1', 'pen', 'passing')
    await row(page, 'pen').waitFor()
    const [first = '', ...next] = asked
    expect(first).toContain('/v1/internal/ui/services?index=0')
    expect(next.length).toBeGreaterThan(0)
    for (const url of next) expect(url).toMatch(/\?index=[1-9]\d*&wait=5m&stale$/)
  })

  test('a lost connection is told of, and found again', async () => {
    const page = await open('services')
    await page.getByText('live', { exact: true }).waitFor()
    await page.route('**/v1/**', route => route.abort())
    await register('shelf', 'ink-1', 'ink', 'passing')
    await page.getByText('disconnected, trying again').waitFor()
    await page.unroute('**/v1/**')
    await page.getByText('live', { exact: true }).waitFor()
    expect(await isSeen(row(page, 'ink'))).toBe(true)
  })

  test('an agent that goes away is noticed', async () => {
    const other = await startAgent()
    let page: Page
    try {
      page = await open('services', {}, other)
      await row(page, 'consul').waitFor()
    } finally {
      await other.stop()
    }
    expect(await isSeen(page.getByText('disconnected, trying again'))).toBe(true)
  })
})

describe('keys of the keyboard', () => {
  test('arrows move through a list, Enter opens, Esc closes', async () => {
    await register('shelf', 'key-1', 'aaa-first', 'passing')
    const page = await open('services?q=aaa')
    await row(page, 'aaa-first').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'aaa-first' }).waitFor()
    await page.keyboard.press('Escape')
    expect(await isGone(page.getByRole('heading', { name: 'aaa-first' }))).toBe(true)
  })

  test('the first Tab offers to skip to the content', async () => {
    const page = await open('services')
    await page.keyboard.press('Tab')
    expect(await page.evaluate<string>('document.activeElement.textContent')).toContain('Skip')
    await page.keyboard.press('Enter')
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('main')
  })
})
