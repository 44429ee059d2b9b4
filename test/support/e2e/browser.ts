import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type Agent, type Readiness, startAgent } from './agent.ts'
import { linkConsul } from './consul-link.ts'
import { requireTool } from './tools.ts'

/** A page in a browser. */
export interface Tab {
  readonly page: Page
  /** Rejects when the page complained: of errors in its scripts, or of what its own policy refused. */
  close(): Promise<void>
}

export interface TabOptions {
  readonly colorScheme?: 'light' | 'dark'
  readonly width?: number
}

/** Starts the browser; one is enough for many tabs. */
export function openBrowser(): Promise<Browser> {
  const executablePath = requireTool('chromium', 'apt-get install chromium')
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}

/** Opens a page with nothing left from any other. */
export async function openTab(
  browser: Browser,
  url: string,
  { colorScheme = 'light', width = 1280 }: TabOptions = {},
): Promise<Tab> {
  const context: BrowserContext = await browser.newContext({ colorScheme, viewport: { width, height: 760 } })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', err => complaints.push(err.message))
  page.on('dialog', dialog => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('console', message => {
    // answers that say no, or that do not come, are the page's business
    const expected = message.text().startsWith('Failed to load resource:')
    if (message.type() === 'error' && !expected) complaints.push(message.text())
  })
  await page.goto(url)
  await page.locator('main').waitFor()
  return {
    page,
    async close() {
      await context.close()
      if (complaints.length > 0) throw new Error(`The page complained: ${complaints.join(', ')}`)
    },
  }
}

/** What the tests of one file have: a browser, an agent, and one tab at a time, which closes after each test. */
export interface PageTests {
  readonly agent: Agent
  /** Opens a path of the page, of another agent if there is one. */
  open(path: string, options?: TabOptions, on?: Agent): Promise<Page>
  /** Opens any address. */
  openUrl(url: string, options?: TabOptions): Promise<Page>
}

/** Sets up the tests of one file, with an agent of this configuration. */
export function pageTests(config: Readonly<Record<string, unknown>> = {}, readiness: Readiness = {}): PageTests {
  let browser: Browser
  let agent: Agent
  let tab: Tab | undefined
  beforeAll(async () => {
    browser = await openBrowser()
    agent = await startAgent(config, linkConsul, readiness)
  })
  afterAll(async () => {
    await browser?.close()
    await agent?.stop()
  })
  afterEach(async () => {
    const last = tab
    tab = undefined
    await last?.close()
  })
  const openUrl = async (url: string, options: TabOptions = {}): Promise<Page> => {
    tab = await openTab(browser, url, options)
    return tab.page
  }
  return {
    get agent() {
      return agent
    },
    open: (path, options = {}, on = agent) => openUrl(`${on.url}/ui/${path}`, options),
    openUrl,
  }
}

/** Waits until it is to be seen. Rejects when it never is. */
export const isSeen = (what: Locator): Promise<true> => what.waitFor().then(() => true)

/** Waits until it is not there any more. */
export const isGone = (what: Locator): Promise<true> => what.waitFor({ state: 'detached' }).then(() => true)

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds, in one line each; by all its rules, or some. It runs beside the page, where its policy does not hold. */
export async function axeViolations(page: Page, runOnly?: readonly string[]): Promise<string[]> {
  await page.evaluate(`${AXE};0`)
  return page.evaluate<
    string[]
  >(`axe.run(${JSON.stringify({ resultTypes: ['violations'], runOnly })}).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(node => node.html).join(' | ')))`)
}

/** Waits until every part of the page has what it shows. */
export async function loaded(page: Page): Promise<void> {
  const loading = page.getByText('Loading …')
  while ((await loading.count()) > 0) await loading.first().waitFor({ state: 'detached' })
}
