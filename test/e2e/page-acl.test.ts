import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { isGone, isSeen, pageTests, type TabOptions } from '../support/e2e/browser.ts'
import { aclConfig, asRoot, ROOT, signIn, tokenWith } from '../support/e2e/tokens.ts'

const tests = pageTests(aclConfig, { token: ROOT })

const row = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })

async function open(path: string, options: TabOptions = {}): Promise<Page> {
  const page = await tests.open(path, options)
  await signIn(page, ROOT)
  return page
}

const read = <T>(path: string): Promise<T> => asRoot<T>(tests.agent, 'GET', path)
const write = <T>(path: string, body: object): Promise<T> => asRoot<T>(tests.agent, 'PUT', path, body)

interface TokenRow {
  readonly AccessorID: string
  readonly SecretID: string
  readonly Description: string
  readonly Policies: readonly { readonly Name: string }[]
  readonly ServiceIdentities: readonly object[]
}

const tokenNamed = async (description: string): Promise<TokenRow | undefined> =>
  (await read<TokenRow[]>('/v1/acl/tokens')).find(({ Description }) => Description === description)

describe('tokens', () => {
  test('are created with policies and identities, edited and deleted', async () => {
    await write('/v1/acl/policy', { Name: 'shop', Rules: 'key_prefix "shop/" { policy = "read" }' })
    const page = await open('acls/tokens')
    await page.getByRole('link', { name: 'New token' }).click()
    await page.getByRole('textbox', { name: 'Description' }).fill('for the shop')
    await page.getByRole('checkbox', { name: 'shop' }).check()
    await page.getByLabel('Service identities').fill('shop\nweb: dc1')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('heading', { name: 'for the shop' }).waitFor()
    expect(await tokenNamed('for the shop')).toMatchObject({
      Policies: [{ Name: 'shop' }],
      ServiceIdentities: [{ ServiceName: 'shop' }, { ServiceName: 'web', Datacenters: ['dc1'] }],
    })
    await page.getByRole('link', { name: 'Edit' }).click()
    await page.getByRole('textbox', { name: 'Description' }).fill('for the market')
    await page.getByRole('button', { name: 'Save' }).click()
    await row(page, 'for the market').waitFor()
    expect((await tokenNamed('for the market'))?.Policies).toMatchObject([{ Name: 'shop' }])
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Yes, delete' }).click()
    expect(await isGone(row(page, 'for the market'))).toBe(true)
    expect(await tokenNamed('for the market')).toBeUndefined()
  })

  test('show their secret only when that is asked for', async () => {
    const secret = await tokenWith(tests.agent, 'quiet', 'key "a" { policy = "read" }')
    const page = await open('acls/tokens')
    await page.getByRole('link', { name: 'quiet' }).click()
    await page.getByText('hidden', { exact: true }).waitFor()
    expect(await page.content()).not.toContain(secret)
    await page.getByRole('button', { name: 'Show the secret' }).click()
    expect(await isSeen(page.getByText(secret))).toBe(true)
    await page.getByRole('button', { name: 'Hide the secret' }).click()
    expect(await isGone(page.getByText(secret))).toBe(true)
  })

  test('what the agent refuses is said in the form, and what was typed stays', async () => {
    const page = await open('acls/tokens/create')
    await page.getByRole('textbox', { name: 'Description' }).fill('never made')
    await page.getByLabel('Secret ID').fill('no UUID')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('textbox', { name: 'Description' }).inputValue()).toBe('never made')
    expect(await tokenNamed('never made')).toBeUndefined()
  })
})

describe('policies', () => {
  test('are created, and broken rules are pointed at', async () => {
    const page = await open('acls/policies/create')
    await page.getByRole('textbox', { name: 'Name' }).fill('orders')
    await page.getByLabel('Rules').fill('key "orders" {\n  policy = = "read"\n}')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByText('Line 2, column 12').waitFor()
    await page.getByRole('button', { name: 'Go to line 2' }).click()
    expect(await page.evaluate<string>('getSelection().toString()')).toBe('  policy = = "read"')
    await page.getByLabel('Rules').fill('key "orders" {\n  policy = "read"\n}')
    expect(await isGone(page.getByText('Line 2, column 12'))).toBe(true)
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByLabel('Rules').getByText('policy = "read"').waitFor()
    expect(await read('/v1/acl/policy/name/orders')).toMatchObject({ Rules: 'key "orders" {\n  policy = "read"\n}' })
  })

  test('lead to the tokens that have them, and those lead back', async () => {
    await tokenWith(tests.agent, 'linked', 'key "b" { policy = "read" }')
    const page = await open('acls/policies?q=linked')
    await page.getByRole('link', { name: 'linked' }).click()
    await page.getByRole('region', { name: 'linked' }).getByRole('link', { name: 'linked' }).click()
    await page.getByRole('heading', { level: 1, name: 'Tokens' }).waitFor()
    await page.getByRole('region', { name: 'linked' }).getByRole('link', { name: 'linked' }).click()
    expect(await isSeen(page.getByLabel('Rules').getByText('key "b"'))).toBe(true)
  })

  test('that are built in have no buttons that change them', async () => {
    const page = await open('acls/policies/00000000-0000-0000-0000-000000000001')
    await page.getByLabel('Rules').waitFor()
    expect(await page.getByRole('button', { name: 'Delete' }).count()).toBe(0)
  })
})

describe('roles', () => {
  test('are created with policies, edited and deleted', async () => {
    await write('/v1/acl/policy', { Name: 'duty', Rules: 'operator = "read"' })
    const page = await open('acls/roles')
    await page.getByRole('link', { name: 'New role' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('on-duty')
    await page.getByRole('checkbox', { name: 'duty' }).check()
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('region', { name: 'on-duty' }).getByRole('link', { name: 'duty' }).waitFor()
    await page.getByRole('link', { name: 'Edit' }).click()
    await page.getByRole('textbox', { name: 'Description' }).fill('this week')
    await page.getByRole('button', { name: 'Save' }).click()
    await row(page, 'on-duty').getByText('this week').waitFor()
    expect(await read('/v1/acl/role/name/on-duty')).toMatchObject({
      Description: 'this week',
      Policies: [{ Name: 'duty' }],
    })
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Yes, delete' }).click()
    expect(await isGone(row(page, 'on-duty'))).toBe(true)
  })
})

describe("addresses of Consul's own page", () => {
  test.each([
    ['dc1/acls/tokens', 'Tokens'],
    ['dc1/acls/policies', 'Policies'],
    ['dc1/acls/roles', 'Roles'],
  ])('%s opens what it names', async (path, name) => {
    const page = await open(path)
    await page.getByRole('heading', { level: 1, name }).waitFor()
    expect(await isSeen(page.getByRole('navigation').locator('[aria-current]', { hasText: name }))).toBe(true)
  })

  test('one that names a token opens that token', async () => {
    await tokenWith(tests.agent, 'by-address', '')
    const token = await tokenNamed('by-address')
    const page = await open(`dc1/acls/tokens/${token?.AccessorID}`)
    expect(await isSeen(page.getByRole('heading', { name: 'by-address' }))).toBe(true)
  })
})

test('lists are sorted by their columns, and the address keeps the order', async () => {
  await write('/v1/acl/role', { Name: 'aa-first', Description: 'zz' })
  await write('/v1/acl/role', { Name: 'zz-last', Description: 'aa' })
  const page = await open('acls/roles')
  const first = page.locator('[data-row="0"]')
  await page.getByRole('link', { name: 'Description' }).click()
  await first.getByText('zz-last').waitFor()
  await page.getByRole('link', { name: 'Description' }).click()
  await first.getByText('aa-first').waitFor()
  expect(new URL(page.url()).search).toBe('?sort=-description')
  expect(await page.getByRole('columnheader', { name: 'Description' }).getAttribute('aria-sort')).toBe('descending')
  await first.getByRole('link').click()
  await page.getByRole('heading', { name: 'aa-first' }).waitFor()
  expect(await first.getByText('aa-first').count()).toBe(1)
})
