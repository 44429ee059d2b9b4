import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { put } from '../support/e2e/agent.ts'
import { isSeen, pageTests } from '../support/e2e/browser.ts'
import { run } from '../support/e2e/programs.ts'
import { requireTool } from '../support/e2e/tools.ts'
import { until } from '../support/e2e/until.ts'

const tests = pageTests()
const { open } = tests

const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text })

test('the clock is moved: a check whose TTL is over fails at once', async () => {
  await put(tests.agent, '/v1/agent/check/register', { Name: 'beat', ID: 'beat', TTL: '30s', Status: 'passing' })
  const page = await open('nodes/node1')
  const check = page.getByRole('listitem').filter({ hasText: 'beat' })
  await check.getByText('passing').first().waitFor()
  await page.getByRole('button', { name: 'Advance the clock by 1m' }).click()
  await page.getByText('The clock advanced by 1m.').waitFor()
  expect(await isSeen(check.getByText('critical').first())).toBe(true)
})

test('a check is forced to say something else', async () => {
  const Check = { CheckID: 'oven', Name: 'oven', ServiceID: 'bread-1', Status: 'passing' }
  await put(tests.agent, '/v1/catalog/register', {
    Node: 'bakery',
    Address: '10.0.0.3',
    Service: { ID: 'bread-1', Service: 'bread' },
    Check,
  })
  const page = await open('services/bread')
  await page.getByRole('button', { name: 'Make oven critical' }).click()
  await page.getByText('oven on bakery is critical now.').waitFor()
  await row(page, 'bread-1').getByText('1 critical').waitFor()
  await page.getByRole('button', { name: 'Make oven warning' }).click()
  expect(await isSeen(row(page, 'bread-1').getByText('1 warning'))).toBe(true)
})

test('a session is renewed and expired', async () => {
  await put(tests.agent, '/v1/session/create', { Name: 'short', TTL: '3000s' })
  const page = await open('sessions')
  const left = (text: RegExp) => row(page, 'short').getByText(text)
  await left(/^1h(40|39)m$/).waitFor()
  await page.getByRole('button', { name: 'Advance the clock by 1m' }).click()
  await page.getByRole('button', { name: 'Advance the clock by 1m' }).click()
  await left(/^1h3[78]m$/).waitFor()
  await page.getByRole('link', { name: 'short' }).click()
  await page.getByRole('button', { name: 'Renew' }).click()
  await left(/^1h(40|39)m$/).waitFor()
  await page.getByRole('button', { name: 'Expire now' }).click()
  expect(await isSeen(page.getByText('This session has ended.'))).toBe(true)
})

test('blocked queries come and go, those of the page are not among them, and one can be released', async () => {
  const page = await open('blocked')
  await page.getByText('No blocked queries').waitFor()
  const { headers } = await fetch(`${tests.agent.url}/v1/kv/waited-for`)
  const index = headers.get('x-consul-index') ?? ''
  const answer = fetch(`${tests.agent.url}/v1/kv/waited-for?index=${index}&wait=5m`)
  await row(page, '/v1/kv/waited-for').waitFor()
  await page.getByRole('button', { name: 'Release /v1/kv/waited-for' }).click()
  expect((await answer).status).toBe(404)
  await page.getByText('No blocked queries').waitFor()
})

test('the journal tells of requests and DNS questions, and not of the page', async () => {
  const dig = requireTool('dig', 'apt-get install dnsutils')
  const page = await open('journal')
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByText('No requests yet').waitFor()
  await fetch(`${tests.agent.url}/v1/kv/nowhere?raw`)
  await row(page, '/v1/kv/nowhere?raw').getByText('404').waitFor()
  await run(dig, ['@127.0.0.1', '-p', String(tests.agent.dns), 'nobody.service.consul', 'SRV'])
  await row(page, 'nobody.service.consul SRV').getByText('NXDOMAIN').waitFor()
  await page.getByRole('link', { name: 'HTTP' }).click()
  await row(page, 'nobody.service.consul').waitFor({ state: 'detached' })
  await page.getByRole('searchbox').fill('elsewhere')
  expect(await isSeen(page.getByText('No matches'))).toBe(true)
})

test('a fault is set up with all that it can have, happens, is shown, and is removed', async () => {
  const page = await open('faults')
  await page.getByText('No faults').waitFor()
  await page.getByRole('link', { name: 'New fault' }).click()
  await page.getByLabel('Path', { exact: true }).fill('/v1/kv/fragile')
  await page.getByLabel('Query parameters').fill('raw=')
  await page.getByLabel('Status', { exact: true }).fill('503')
  await page.getByLabel('Body').fill('{"retry": tomorrow}')
  await page.getByText('Line 1, column 11: A value is expected here').waitFor()
  await page.getByLabel('Body').fill('{"retry": "tomorrow"}')
  await page.getByLabel('Headers').fill('Retry-After=7')
  await page.getByLabel('Times').fill('1')
  await page.getByRole('button', { name: 'Add' }).click()
  const detail = page.getByRole('region', { name: /^Fault / })
  await detail.getByText('Retry-After').waitFor()
  const badges = page.getByRole('group', { name: 'In effect' })
  await badges.getByRole('link', { name: '1 fault' }).waitFor()
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Faults 1' }).waitFor()
  const answer = await fetch(`${tests.agent.url}/v1/kv/fragile?raw`)
  expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([
    503,
    '7',
    { retry: 'tomorrow' },
  ])
  expect((await fetch(`${tests.agent.url}/v1/kv/fragile?raw`)).status).toBe(404)
  await row(page, '/v1/kv/fragile').getByText('1 of 1').waitFor()
  // it has happened as often as it may
  await badges.getByRole('link', { name: '1 fault' }).waitFor({ state: 'detached' })
  await detail.getByRole('link', { name: 'Requests that met it' }).click()
  await row(page, '/v1/kv/fragile?raw').getByText('503').waitFor()
  await page.goBack()
  await detail.getByRole('button', { name: 'Remove' }).click()
  expect(await isSeen(page.getByText('No faults'))).toBe(true)
})

test('a fault of DNS', async () => {
  const dig = requireTool('dig', 'apt-get install dnsutils')
  const page = await open('faults?new=fault&about=dns')
  await page.getByLabel('Name').fill('consul.service.consul')
  await page.getByRole('combobox', { name: 'Effect' }).selectOption({ label: 'It is answered with SERVFAIL' })
  await page.getByRole('button', { name: 'Add' }).click()
  await row(page, 'servfail').waitFor()
  const { stdout } = await run(dig, ['@127.0.0.1', '-p', String(tests.agent.dns), 'consul.service.consul', '+tries=1'])
  expect(stdout).toContain('SERVFAIL')
  await page.getByRole('button', { name: 'Remove all' }).click()
  await page.getByText('No faults').waitFor()
})

test('the page itself meets no faults', async () => {
  const page = await open('faults?new=fault')
  await page.getByRole('button', { name: 'Add' }).click()
  await row(page, 'every request').waitFor()
  expect((await fetch(`${tests.agent.url}/v1/status/leader`)).status).toBe(500)
  await page.getByRole('link', { name: 'Services' }).click()
  await row(page, 'consul').waitFor()
  await page.getByRole('group', { name: 'In effect' }).getByRole('link', { name: '1 fault' }).click()
  await page.getByRole('button', { name: 'Remove all' }).click()
  await page.getByText('No faults').waitFor()
})

test('nodes join, fail, recover and leave; the leader goes and comes', async () => {
  const page = await open('cluster')
  await page.getByRole('link', { name: 'Add node' }).click()
  await page.getByLabel('Name').fill('guest')
  await page.getByLabel('Address').fill('10.7.7.7')
  await page.getByLabel('Metadata').fill('rack=7')
  await page.getByLabel('Services, in JSON').fill('[{"Name": "bed", "Port": 1, "Check": "passing"}]')
  await page.getByRole('button', { name: 'Join' }).click()
  await row(page, 'guest').getByText('alive').waitFor()
  await page.getByRole('button', { name: 'Fail guest' }).click()
  await row(page, 'guest').getByText('failed').waitFor()
  const health = async (): Promise<string> => (await fetch(`${tests.agent.url}/v1/health/service/bed`)).text()
  await until(async () => (await health()).includes('critical'), { what: 'a node that is seen to have failed' })
  expect(await health()).toContain('"rack"')
  await page.getByRole('button', { name: 'Recover guest' }).click()
  await row(page, 'guest').getByText('alive').waitFor()
  await page.getByRole('button', { name: 'Lose the leader' }).click()
  await page.getByRole('group', { name: 'In effect' }).getByRole('link', { name: 'No leader' }).waitFor()
  expect((await fetch(`${tests.agent.url}/v1/kv/x`)).status).toBe(500)
  expect(await isSeen(page.getByText('live', { exact: true }))).toBe(true)
  await page.getByRole('button', { name: 'Elect a leader' }).click()
  await page.getByText('led by').waitFor()
})

test('DNS is asked', async () => {
  await put(tests.agent, '/v1/catalog/register', {
    Node: 'quay',
    Address: '10.0.0.4',
    Service: { Service: 'ship', Port: 1234 },
  })
  const page = await open('dns')
  await page.getByRole('textbox', { name: 'Name' }).fill('ship.service.consul')
  await page.getByRole('combobox', { name: 'Type' }).selectOption('SRV')
  await page.getByRole('button', { name: 'Ask' }).click()
  await page.getByText('1 1 1234 quay.node.dc1.consul.').waitFor()
  await page.getByText('NOERROR, 2 records').waitFor()
  await page.getByRole('textbox', { name: 'Name' }).fill('nobody.service.consul')
  await page.getByRole('button', { name: 'Ask' }).click()
  expect(await isSeen(page.getByText('NXDOMAIN'))).toBe(true)
})

test('a snapshot is taken and restored, the state is shown as text and reset', async () => {
  await put(tests.agent, '/v1/kv/kept', 'x')
  const page = await open('control')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Snapshot' }).click(),
  ])
  const path = await download.path()
  await put(tests.agent, '/v1/kv/too-late', 'x')
  await page.getByRole('button', { name: 'Show everything as text' }).click()
  await page.getByLabel('Dump').getByText('too-late').waitFor()
  await page.getByLabel('File for: Restore').setInputFiles(path)
  await page.getByText('The snapshot is restored.').waitFor()
  expect((await fetch(`${tests.agent.url}/v1/kv/too-late`)).status).toBe(404)
  expect((await fetch(`${tests.agent.url}/v1/kv/kept`)).status).toBe(200)
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('button', { name: 'Yes, reset' }).click()
  await page.getByText('The state is reset.').waitFor()
  expect((await fetch(`${tests.agent.url}/v1/kv/kept`)).status).toBe(404)
})
