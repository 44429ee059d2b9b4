import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { put } from '../support/e2e/agent.ts'
import { isSeen, pageTests } from '../support/e2e/browser.ts'

const tests = pageTests({ ui_config: { enabled: true, history: 20 } })
const { open } = tests

const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text })

test('empty pages show the next step with a command to copy', async () => {
  const page = await open('')
  await page.getByRole('region', { name: 'Next steps' }).getByText('miniconsul kv put').waitFor()
  const missing: string[] = []
  for (const path of ['kv', 'sessions', 'events', 'queries', 'blocked', 'faults', 'intentions', 'config/mesh', 'dns']) {
    await page.goto(`${tests.agent.url}/ui/${path}`)
    const copy = page.locator('.empty').getByRole('button', { name: 'Copy The command' })
    await copy.waitFor({ timeout: 10_000 }).catch(() => missing.push(path))
  }
  expect(missing).toEqual([])
  // it is a command that works, for this agent
  await page.goto(`${tests.agent.url}/ui/queries`)
  const command = (await page.locator('.command code').textContent()) ?? ''
  expect(command).toContain(tests.agent.url)
})

test('the overview counts what there is, says what fails and what is in effect, and leads to each', async () => {
  await put(tests.agent, '/v1/agent/service/register', { Name: 'till', Check: { TTL: '1h', Status: 'critical' } })
  await put(tests.agent, '/v1/kv/price', '7')
  await put(tests.agent, '/v1/kv/shelf/book', 'x')
  const page = await open('')
  const tile = (name: string) => page.locator('.tile').filter({ hasText: name })
  await tile('Services').getByText('1 critical').waitFor()
  await tile('Keys').getByText('and 1 folder at the top').waitFor()
  await put(tests.agent, '/v1/session/create', { Name: 'guard' })
  await tile('Sessions').getByText('1', { exact: true }).waitFor()
  await page.getByRole('region', { name: 'Failing checks' }).getByText("Service 'till' check").waitFor()
  await page.getByRole('region', { name: 'In effect' }).getByText('No faults, no blocked queries').waitFor()
  await put(tests.agent, '/_miniconsul/clock/advance', { By: '90s' })
  await page.getByRole('region', { name: 'In effect' }).getByRole('link', { name: 'advanced by 1m30s' }).waitFor()
  const badges = page.getByRole('group', { name: 'In effect' })
  await badges.getByRole('link', { name: 'Clock +1m30s' }).waitFor()
  const end = new AbortController()
  const { headers } = await fetch(`${tests.agent.url}/v1/kv/price`)
  const waiting = fetch(`${tests.agent.url}/v1/kv/price?index=${headers.get('x-consul-index')}`, { signal: end.signal })
  await badges.getByRole('link', { name: '1 blocked' }).click()
  await row(page, '/v1/kv/price?index').waitFor()
  expect(await isSeen(page.getByRole('link', { name: 'Blocked queries 1' }))).toBe(true)
  end.abort()
  await waiting.catch(() => undefined)
  expect(await isSeen(page.getByText('No blocked queries'))).toBe(true)
})

test('a row of the journal opens, with headers, bodies and the token', async () => {
  await fetch(`${tests.agent.url}/v1/kv/opened?flags=3`, {
    method: 'PUT',
    body: '{"sent":true}',
    headers: { 'X-Consul-Token': 'hush', 'X-Trace': 'abc-1' },
  })
  const page = await open('journal')
  await row(page, '/v1/kv/opened').getByRole('link').click()
  const detail = page.getByRole('region', { name: 'PUT /v1/kv/opened?flags=3' })
  await detail.getByText('abc-1').waitFor()
  await detail.getByLabel('Request body').getByText('"sent": true').waitFor()
  await detail.getByLabel('Answer body').getByText('true').waitFor()
  await detail.getByText('x-consul-index').or(detail.getByText('content-type')).first().waitFor()
  expect(await detail.textContent()).not.toContain('hush')
  await detail.getByRole('button', { name: 'Show token' }).click()
  expect(await isSeen(detail.getByText('hush'))).toBe(true)
})

test('history shows what each commit changed, and goes back to one', async () => {
  const paint = (body: string) => fetch(`${tests.agent.url}/v1/kv/colour`, { method: 'PUT', body })
  await paint('blue')
  const page = await open('history')
  await row(page, 'added key colour').getByRole('link').click()
  const blue = page.url()
  await page.getByText('as it is now').waitFor()
  await paint('green')
  await row(page, 'changed key colour').getByRole('link').click()
  const differences = page.locator('.differences')
  await differences.locator('.before').getByText('blue').waitFor()
  await differences.locator('.after').getByText('green').waitFor()
  await page.goto(blue)
  await page.getByRole('button', { name: 'Go back to this state' }).click()
  await page.getByRole('button', { name: 'Yes, go back to this state' }).click()
  await page.getByText(/^The state is that after commit/).waitFor()
  expect(await (await fetch(`${tests.agent.url}/v1/kv/colour?raw`)).text()).toBe('blue')
})

test('filters say how many rows each would show', async () => {
  await put(tests.agent, '/v1/agent/service/register', { Name: 'till', Check: { TTL: '1h', Status: 'critical' } })
  const page = await open('services')
  const choices = page.getByRole('group', { name: 'Status' }).getByRole('link')
  await page.getByRole('group', { name: 'Status' }).getByText('Critical').waitFor()
  for (const choice of await choices.all()) {
    const [, name = '', count = ''] = /^(\D+?)\s*([\d,]+)$/.exec(((await choice.textContent()) ?? '').trim()) ?? []
    await choice.click()
    await page.locator('[aria-current=true]').filter({ hasText: name }).waitFor()
    expect([name, await page.locator('[data-row]').count()]).toEqual([name, Number(count)])
  }
})

test("addresses of Consul's own page open what they name", async () => {
  await put(tests.agent, '/v1/agent/service/register', { Name: 'door', ID: 'door-1' })
  const page = await open('')
  const seen = async (path: string, what: ReturnType<Page['getByRole']>) => {
    await page.goto(`${tests.agent.url}/ui/dc1/${path}`)
    return [
      path,
      await what.waitFor().then(
        () => true,
        (err: Error) => err.message,
      ),
    ]
  }
  const heading = (name: string | RegExp) => page.getByRole('heading', { name, exact: true })
  const found = [
    await seen('overview/server-status', heading(/^Overview/)),
    await seen('services/door/instances', heading('door')),
    await seen(
      'services/door/instances/node1/door-1/health-checks',
      page.getByRole('region', { name: 'Instance door-1' }),
    ),
    await seen('services/door/topology', page.getByRole('link', { name: 'Topology' })),
    await seen('routing-config/door', page.getByRole('link', { name: 'Topology' })),
    await seen('nodes/node1/health-checks', heading('node1')),
    await seen('nodes/node1/lock-sessions', heading(/^Sessions/)),
    await seen('kv/shelf/book/edit', page.locator('pre.value')),
    await seen('kv/shelf/', page.getByRole('row').filter({ hasText: 'book' })),
    await seen('acls/tokens', heading('Access control')),
    await seen('intentions', heading(/^Intentions/)),
  ]
  expect(found.filter(([, there]) => there !== true)).toEqual([])
})
