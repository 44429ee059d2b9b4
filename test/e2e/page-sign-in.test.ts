import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { isGone, isSeen, pageTests } from '../support/e2e/browser.ts'
import { aclConfig, asRoot, ROOT, signIn, tokenWith } from '../support/e2e/tokens.ts'

const tests = pageTests(aclConfig, { token: ROOT })
const { open } = tests

const row = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })

let webReader: string
beforeAll(async () => {
  await asRoot(tests.agent, 'PUT', '/v1/agent/service/register', { Name: 'web' })
  await asRoot(tests.agent, 'PUT', '/v1/agent/service/register', { Name: 'db' })
  webReader = await tokenWith(
    tests.agent,
    'web-reader',
    'service "web" { policy = "read" } node_prefix "" { policy = "read" }',
  )
})

test('without a token the page says so, and shows what the anonymous token may see', async () => {
  const page = await open('services')
  await page.getByText('You are not signed in').waitFor()
  expect(await row(page, 'web').count()).toBe(0)
})

test('a token shows what it may see, and that some is hidden from it', async () => {
  const page = await open('services')
  await signIn(page, webReader)
  await row(page, 'web').waitFor()
  await page.getByText('Some services are hidden from your token.').waitFor()
  expect(await row(page, 'db').count()).toBe(0)
  expect(new URL(page.url()).pathname).toBe('/ui/services')
})

test('a token that may see everything is told nothing of hidden services', async () => {
  const page = await open('services')
  await signIn(page, ROOT)
  await row(page, 'db').waitFor()
  expect(await page.getByText('hidden from your token').count()).toBe(0)
})

test('every request carries the token, and it is in the storage of the session alone', async () => {
  const page = await open('services')
  await signIn(page, webReader)
  await row(page, 'web').waitFor()
  const sent: (string | undefined)[] = []
  page.on('request', request => {
    if (request.url().includes('/v1/')) sent.push(request.headers()['x-consul-token'])
  })
  await page.reload()
  await row(page, 'web').waitFor()
  expect(sent.length).toBeGreaterThan(1)
  expect(new Set(sent)).toEqual(new Set([webReader]))
  expect(await page.evaluate<string>('JSON.stringify([{ ...localStorage }, document.cookie])')).toBe('[{},""]')
  expect(page.url()).not.toContain(webReader)
})

test('the page says whose token it uses, and forgets it at the sign-out', async () => {
  const page = await open('services')
  await signIn(page, webReader)
  await page.getByRole('banner').getByRole('link', { name: 'web-reader' }).click()
  await page.getByText('Signed in', { exact: true }).waitFor()
  await page.getByRole('main').getByRole('link', { name: 'web-reader' }).waitFor()
  expect(await page.locator('body').innerText()).not.toContain(webReader)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('Not signed in').waitFor()
  expect(await page.evaluate<number>('sessionStorage.length')).toBe(0)
})

test('a token that the agent does not know is refused, and the one before stays', async () => {
  const page = await open('sign-in')
  await page.getByLabel('Secret ID of the token').fill('no-such-token')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').getByText('ACL not found').waitFor()
  expect(await page.evaluate<number>('sessionStorage.length')).toBe(0)
})

test('a page that is denied says which permission is missing, and goes on after a sign-in with another token', async () => {
  const page = await open('services')
  await signIn(page, webReader)
  await page.getByRole('link', { name: 'Tokens' }).click()
  await page.getByText('lacks the permission acl:read').waitFor()
  await page.getByRole('link', { name: 'Sign in with another token' }).click()
  await page.getByLabel('Secret ID of the token').fill(ROOT)
  await page.getByRole('button', { name: 'Sign in' }).click()
  expect(await isSeen(row(page, 'web-reader').first())).toBe(true)
})

test('what a policy newly allows appears without a reload', async () => {
  const secret = await tokenWith(tests.agent, 'later', '')
  const page = await open('acls/policies')
  await signIn(page, secret)
  await page.getByText('lacks the permission acl:read').waitFor()
  const policies = await asRoot<{ ID: string; Name: string }[]>(tests.agent, 'GET', '/v1/acl/policies')
  const { ID } = policies.find(({ Name }) => Name === 'later') ?? { ID: '' }
  await asRoot(tests.agent, 'PUT', `/v1/acl/policy/${ID}`, { Name: 'later', Rules: 'acl = "read"' })
  await row(page, 'web-reader').waitFor()
  expect(await isGone(page.getByText('Permission denied'))).toBe(true)
})
