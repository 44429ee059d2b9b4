import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { axeViolations, loaded, pageTests } from '../support/e2e/browser.ts'
import { aclConfig, asRoot, ROOT, signIn } from '../support/e2e/tokens.ts'

const tests = pageTests(aclConfig, { token: ROOT })

const TOKEN = '11111111-2222-3333-4444-555555555555'

beforeAll(async () => {
  const write = (path: string, body: object) => asRoot(tests.agent, 'PUT', path, body)
  const Upstreams = [{ DestinationName: 'api', LocalBindPort: 9191 }]
  const Connect = { SidecarService: { Proxy: { Upstreams } } }
  await write('/v1/agent/service/register', { Name: 'web', Port: 80, Tags: ['v1'], Connect })
  await write('/v1/agent/service/register', { Name: 'api', Port: 81, Connect: { SidecarService: {} } })
  await write('/v1/acl/policy', { Name: 'shop', Rules: 'key "a" { policy = "read" }' })
  await write('/v1/acl/token', { AccessorID: TOKEN, Description: 'shop', Policies: [{ Name: 'shop' }] })
  await write('/v1/acl/role', { Name: 'duty', Policies: [{ Name: 'shop' }] })
  await write('/v1/config', { Kind: 'service-defaults', Name: 'api', Protocol: 'http' })
  await write('/v1/config', { Kind: 'service-resolver', Name: 'api', Subsets: { v2: {} } })
  const Splits = [{ Weight: 90 }, { Weight: 10, ServiceSubset: 'v2' }]
  await write('/v1/config', { Kind: 'service-splitter', Name: 'api', Splits })
  await write('/v1/connect/intentions/exact?source=web&destination=api', { Action: 'allow' })
  await write('/v1/connect/intentions/exact?source=*&destination=api', { Action: 'deny' })
})

const PAGES = [
  'services',
  'services/web',
  'services/web/topology',
  'services/api/routing',
  'acls/tokens',
  `acls/tokens/${TOKEN}`,
  `acls/tokens/${TOKEN}?edit=token`,
  'acls/policies/create',
  'acls/roles',
  'config',
  'config/service-defaults/api',
  'config/service-defaults/create',
  'intentions?from=web&to=api',
  'intentions/default:default:web:default:default:api',
  'intentions/create',
  'sign-in',
]

/** What can be pressed and is too small for a finger. A link that fills its row counts as the row. */
const SMALL = `[...document.querySelectorAll('a[href], button, input, select')]
  .filter(e => e.offsetParent && !e.closest('.unseen, .skip, .heads, .split.open > .list'))
  .map(e => [e, (e.closest('.row') && e.classList.contains('lead') ? e.closest('.row') : e.type === 'checkbox' ? e.closest('label') : e)])
  .filter(([, target]) => target.getBoundingClientRect().height < 43.5)
  .map(([e]) => e.outerHTML.slice(0, 120))`

/** What scrolls up and down on its own inside of the page. */
const SCROLLING = `[...document.querySelectorAll('main *')]
  .filter(e => /auto|scroll/.test(getComputedStyle(e).overflowY) && e.scrollHeight > e.clientHeight + 1)
  .map(e => e.className)`

/** What is wrong with a page, one line each. Its colours are looked at in the other scheme as well. */
async function problemsOf(page: Page, phone: boolean): Promise<readonly string[]> {
  const problems = await axeViolations(page)
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  problems.push(...(await axeViolations(page, ['color-contrast'])))
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  if (await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth'))
    problems.push('wider than the window')
  if (!phone) return problems
  for (const target of await page.evaluate<string[]>(SMALL)) problems.push(`too small: ${target}`)
  const scrolling = await page.evaluate<string[]>(SCROLLING)
  if (scrolling.length > 1) problems.push(`more than one scroll area: ${scrolling.join(', ')}`)
  return problems
}

test.each([390, 1280])(
  'at a width of %i, axe finds nothing, in light and dark, and a finger hits everything',
  async width => {
    const page = await tests.open('services', { width })
    await signIn(page, ROOT)
    const found: Record<string, readonly string[]> = {}
    for (const path of PAGES) {
      await page.goto(`${tests.agent.url}/ui/${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' })
      await loaded(page)
      const problems = await problemsOf(page, width === 390)
      if (problems.length > 0) found[path] = problems
    }
    expect(found).toEqual({})
  },
  // a walk through all pages takes long on a busy machine
  600_000,
)

test('a card of a list has every column that the table has', async () => {
  const page = await tests.open('services', { width: 390 })
  await signIn(page, ROOT)
  const card = page.locator('[data-row]').filter({ hasText: 'web' }).first()
  await card.waitFor()
  const cells = await card.getByRole('cell').all()
  const names = await Promise.all(cells.map(cell => cell.getAttribute('data-name')))
  expect(names).toEqual(await page.getByRole('columnheader').allTextContents())
  for (const cell of cells) expect(await cell.isVisible()).toBe(true)
})
