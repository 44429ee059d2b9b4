import type { Page } from 'playwright-core'
import { beforeAll } from 'vitest'
import { axeViolations, loaded, pageTests, type PageTests } from './browser.ts'
import { aclConfig, asRoot, ROOT, signIn } from './tokens.ts'

const TOKEN = '11111111-2222-3333-4444-555555555555'

/** Every page and every form, with something to show on each. */
const PAGES = [
  '',
  'services',
  'services?new=service',
  'services/web',
  'services/web?edit=service&instance=node1/web',
  'services/web?new=check&instance=node1/web',
  'services/web/topology',
  'services/api/routing',
  'nodes',
  'nodes/node1',
  'nodes?new=node',
  'kv',
  'kv?folder=config/app/&key=config/app/name&view=json',
  'kv?key=config/app/name&edit=value',
  'kv?q=shop',
  'kv?new=key',
  'sessions',
  'sessions?new=session',
  'events',
  'events?new=event',
  'queries',
  'queries/new',
  'members',
  'config',
  'config/service-defaults/api',
  'config/service-defaults/create',
  'config/mesh',
  'intentions?from=web&to=api',
  'intentions/default:default:web:default:default:api',
  'intentions/create',
  'acls/tokens',
  `acls/tokens/${TOKEN}`,
  `acls/tokens/${TOKEN}?edit=token`,
  'acls/policies/create',
  'acls/roles',
  'sign-in',
  'dns?name=web.service.consul&type=SRV',
  'blocked',
  'journal',
  'journal/1',
  'faults',
  'faults/1',
  'faults?new=fault',
  'faults?new=fault&about=dns',
  'cluster',
  'cluster?new=node',
  'history',
  'history/LAST',
  'control',
  'no-such-page',
]

/** An agent with ACLs, a history and something on every page. */
export function allPages(): PageTests {
  const tests = pageTests({ ...aclConfig, ui_config: { enabled: true, history: 50 } }, { token: ROOT })
  beforeAll(async () => {
    const write = (path: string, body: object = {}) => asRoot(tests.agent, 'PUT', path, body)
    const Upstreams = [{ DestinationName: 'api', LocalBindPort: 9191 }]
    const Connect = { SidecarService: { Proxy: { Upstreams } } }
    const Check = { TTL: '1h', Status: 'warning', Notes: 'beats' }
    await write('/v1/agent/service/register', { Name: 'web', Port: 80, Tags: ['v1'], Meta: { a: 'b' }, Connect, Check })
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
    await write('/v1/session/create', { Name: 'keeper', TTL: '3600s' })
    await write('/v1/event/fire/deploy')
    await asRoot(tests.agent, 'POST', '/v1/query', { Name: 'find', Service: { Service: 'web' } })
    await write('/_miniconsul/faults', { Match: { Path: '/v1/nothing' }, Fault: { Status: 500, Body: { a: 1 } } })
    await write('/_miniconsul/clock/advance', { By: '10s' })
    await write('/v1/kv/config/app/name', { shop: true })
  })
  return tests
}

/** What can be pressed and is too small for a finger. A link that fills its row counts as the row. */
const SMALL = `[...document.querySelectorAll('a[href], button, input, select')]
  .filter(e => e.offsetParent && !e.closest('.unseen, .skip, .heads, .split.open > .list'))
  .map(e => [e, (e.closest('.row') && e.classList.contains('lead') ? e.closest('.row') : e.type === 'checkbox' ? e.closest('label') : e)])
  .filter(([, target]) => target.getBoundingClientRect().height < 43.5)
  .map(([e]) => e.outerHTML.slice(0, 120))`

/** Buttons that say what they do neither by a text nor by a tooltip. */
const MUTE = `[...document.querySelectorAll('button')]
  .filter(e => e.offsetParent && !/[a-z]{2}/i.test(e.innerText) && !(e.title || e.closest('[title]')))
  .map(e => e.outerHTML.slice(0, 120))`

/** Columns of lists that do not sort, but those of buttons. */
const UNSORTED = `[...document.querySelectorAll('[role=columnheader]')]
  .filter(e => !/^(Actions?)?$/.test(e.textContent.trim()) && !e.querySelector('a, button'))
  .map(e => e.textContent)`

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
  for (const button of await page.evaluate<string[]>(MUTE)) problems.push(`says nothing: ${button}`)
  for (const column of await page.evaluate<string[]>(UNSORTED)) problems.push(`does not sort: ${column}`)
  if (!phone) return problems
  for (const target of await page.evaluate<string[]>(SMALL)) problems.push(`too small: ${target}`)
  const scrolling = await page.evaluate<string[]>(SCROLLING)
  if (scrolling.length > 1) problems.push(`more than one scroll area: ${scrolling.join(', ')}`)
  return problems
}

/** Walks through all pages at a width, and tells what is wrong with which. */
export async function problemsOfAll(tests: PageTests, width: number): Promise<Record<string, readonly string[]>> {
  const [{ Index }] = await asRoot<[{ Index: number }]>(tests.agent, 'GET', '/_miniconsul/history?limit=1')
  const page = await tests.open('services', { width })
  await signIn(page, ROOT)
  const found: Record<string, readonly string[]> = {}
  for (const path of PAGES) {
    await page.goto(`${tests.agent.url}/ui/${path.replace('LAST', String(Index))}`)
    await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' })
    await loaded(page)
    const problems = await problemsOf(page, width < 640)
    if (problems.length > 0) found[path] = problems
  }
  return found
}
