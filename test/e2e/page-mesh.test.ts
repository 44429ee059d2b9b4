import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { put } from '../support/e2e/agent.ts'
import { isGone, isSeen, pageTests } from '../support/e2e/browser.ts'

const tests = pageTests()
const { open } = tests

const row = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })

const read = async (path: string): Promise<unknown> => (await fetch(`${tests.agent.url}${path}`)).json()

describe('config entries', () => {
  test('are listed by kind, created from an example, edited and deleted', async () => {
    const page = await open('config')
    await page.getByRole('link', { name: 'service-defaults' }).click()
    await page.getByText('No entries of the kind service-defaults').waitFor()
    await page.getByRole('link', { name: 'New entry' }).click()
    await page
      .getByLabel('Definition, in JSON')
      .fill('{"Kind": "service-defaults", "Name": "cart", "Protocol": "http"}')
    await page.getByRole('button', { name: 'Create' }).click()
    await row(page, 'cart').getByText('Protocol: http').waitFor()
    await page.getByRole('link', { name: 'Edit' }).click()
    const text = await page.getByLabel('Definition, in JSON').inputValue()
    expect(text).not.toContain('ModifyIndex')
    await page.getByLabel('Definition, in JSON').fill(text.replace('http', 'grpc'))
    await page.getByRole('button', { name: 'Save' }).click()
    await row(page, 'cart').getByText('Protocol: grpc').waitFor()
    expect(await read('/v1/config/service-defaults/cart')).toMatchObject({ Protocol: 'grpc' })
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Yes, delete' }).click()
    expect(await isGone(row(page, 'cart'))).toBe(true)
  })

  test('broken JSON is pointed at while it is typed, and is not sent', async () => {
    const page = await open('config/service-defaults/create')
    await page.getByLabel('Definition, in JSON').fill('{\n  "Kind": "service-defaults"\n  "Name": "cart"\n}')
    await page.getByText('Line 3, column 3: A comma or } is expected here').waitFor()
    const sent: string[] = []
    page.on('request', request => void (request.method() === 'PUT' && sent.push(request.url())))
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('alert').getByText('This is no JSON: line 3, column 3').waitFor()
    expect(sent).toEqual([])
    await page.getByRole('button', { name: 'Go to line 3' }).click()
    expect(await page.evaluate<string>('getSelection().toString()')).toBe('  "Name": "cart"')
  })

  test("the agent's refusal is shown in the form", async () => {
    const page = await open('config/service-splitter/create')
    const splits = '[{"Weight": 60}, {"Weight": 60, "Service": "other"}]'
    const entry = `{"Kind": "service-splitter", "Name": "split", "Splits": ${splits}}`
    await page.getByLabel('Definition, in JSON').fill(entry)
    await page.getByRole('button', { name: 'Create' }).click()
    expect(await isSeen(page.getByRole('alert').getByText('the sum of all split weights must be 100'))).toBe(true)
  })

  test('neither a new entry nor an edit overwrites what another client wrote', async () => {
    await put(tests.agent, '/v1/config', { Kind: 'service-defaults', Name: 'shared', Protocol: 'http' })
    const page = await open('config/service-defaults/create')
    await page.getByLabel('Definition, in JSON').fill('{"Kind": "service-defaults", "Name": "shared"}')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('alert').getByText('There is an entry service-defaults shared already.').waitFor()
    await page.getByRole('link', { name: 'Cancel' }).click()
    await page.goto(`${tests.agent.url}/ui/config/service-defaults/shared?edit=entry`)
    await page.getByLabel('Definition, in JSON').waitFor()
    await put(tests.agent, '/v1/config', { Kind: 'service-defaults', Name: 'shared', Protocol: 'http2' })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').getByText('was changed meanwhile').waitFor()
    expect(await read('/v1/config/service-defaults/shared')).toMatchObject({ Protocol: 'http2' })
  })

  test('what was typed is not lost in silence, by a link or by going back', async () => {
    const page = await open('config/service-defaults')
    await page.getByRole('link', { name: 'New entry' }).click()
    const definition = page.getByLabel('Definition, in JSON')
    await definition.fill('{"Kind": "service-defaults", "Name": "draft"}')
    const dialog = page.getByRole('dialog', { name: 'Your changes are not saved' })
    await page.getByRole('link', { name: 'Services' }).click()
    await dialog.getByRole('button', { name: 'Stay here' }).click()
    expect(await definition.inputValue()).toContain('draft')
    await page.goBack()
    await dialog.waitFor()
    expect(await definition.inputValue()).toContain('draft')
    await dialog.getByRole('button', { name: 'Discard the changes' }).click()
    await isGone(definition)
    expect(new URL(page.url()).pathname).toBe('/ui/config/service-defaults')
  })

  test('the kinds say how many entries there are of each', async () => {
    await put(tests.agent, '/v1/config', { Kind: 'proxy-defaults', Name: 'global' })
    const page = await open('config')
    expect(await isSeen(row(page, 'proxy-defaults').getByText('1', { exact: true }))).toBe(true)
  })
})

describe('intentions', () => {
  test('are created, shown with their precedence, edited and deleted', async () => {
    const page = await open('dc1/intentions')
    await page.getByRole('link', { name: 'New intention' }).click()
    const form = page.getByRole('form', { name: 'Intention' })
    await form.getByLabel('Source').fill('shop')
    await form.getByLabel('Destination').fill('stock')
    await form.getByLabel('Action').selectOption('deny')
    await form.getByLabel('Description').fill('not yet')
    await page.getByRole('button', { name: 'Create' }).click()
    await row(page, 'stock').getByText('deny').waitFor()
    expect(await row(page, 'stock').getByText('9', { exact: true }).count()).toBe(1)
    await page.getByRole('link', { name: 'Edit' }).click()
    await page.getByLabel('Action').selectOption('allow')
    await page.getByRole('button', { name: 'Save' }).click()
    await row(page, 'stock').getByText('allow').waitFor()
    expect(await read('/v1/connect/intentions/exact?source=shop&destination=stock')).toMatchObject({
      Action: 'allow',
      Description: 'not yet',
    })
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Yes, delete' }).click()
    expect(await isGone(row(page, 'stock'))).toBe(true)
  })

  test('one that is there already is not overwritten by a new one', async () => {
    await put(tests.agent, '/v1/connect/intentions/exact?source=a&destination=b', { Action: 'deny' })
    const page = await open('intentions')
    await row(page, 'b').waitFor()
    await page.getByRole('link', { name: 'New intention' }).click()
    const form = page.getByRole('form', { name: 'Intention' })
    await form.getByLabel('Source').fill('a')
    await form.getByLabel('Destination').fill('b')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('alert').getByText('There is an intention from a to b already.').waitFor()
    expect(await read('/v1/connect/intentions/exact?source=a&destination=b')).toMatchObject({ Action: 'deny' })
  })

  test('whether one service may call another is told with the intention that decides, and follows changes', async () => {
    await put(tests.agent, '/v1/connect/intentions/exact?source=*&destination=vault', { Action: 'deny' })
    const page = await open('intentions')
    const question = page.getByRole('form', { name: 'May one service call another?' })
    await question.getByLabel('Source').fill('porch')
    await question.getByLabel('Destination').fill('vault')
    await question.getByRole('button', { name: 'Check' }).click()
    await page.getByText('porch may not call vault').waitFor()
    await page.getByRole('link', { name: 'the intention from * to vault decides' }).waitFor()
    await put(tests.agent, '/v1/connect/intentions/exact?source=porch&destination=vault', { Action: 'allow' })
    await page.getByText('porch may call vault').waitFor()
    await page.getByRole('link', { name: 'the intention from porch to vault decides' }).click()
    expect(await isSeen(page.getByRole('heading', { name: 'porch → vault' }))).toBe(true)
  })

  test('those with permissions show them and lead to their config entry', async () => {
    await put(tests.agent, '/v1/config', { Kind: 'service-defaults', Name: 'api', Protocol: 'http' })
    const Permissions = [{ Action: 'allow', HTTP: { PathPrefix: '/public' } }]
    await put(tests.agent, '/v1/config', {
      Kind: 'service-intentions',
      Name: 'api',
      Sources: [{ Name: 'web', Permissions }],
    })
    const page = await open('dc1/intentions/default:default:web:default:default:api')
    await page.getByLabel('Permissions').getByText('/public').waitFor()
    expect(await page.getByRole('button', { name: 'Delete' }).count()).toBe(0)
    await page.getByRole('link', { name: 'service-intentions api' }).click()
    expect(await isSeen(page.getByLabel('Definition').getByText('/public'))).toBe(true)
  })
})

describe('the topology of a service', () => {
  const sidecar = (Name: string, ...upstreams: string[]) =>
    put(tests.agent, '/v1/agent/service/register', {
      Name,
      Port: 8080,
      Connect: {
        SidecarService: {
          Proxy: { Upstreams: upstreams.map((DestinationName, i) => ({ DestinationName, LocalBindPort: 9191 + i })) },
        },
      },
    })

  test('is a picture of who may call whom, with the same in words', async () => {
    await sidecar('front', 'middle')
    await sidecar('middle', 'back')
    await sidecar('back')
    await put(tests.agent, '/v1/connect/intentions/exact?source=front&destination=middle', { Action: 'deny' })
    const page = await open('dc1/services/middle/topology')
    await page.getByRole('img', { name: 'Calls to and from middle' }).waitFor()
    const calls = page.getByRole('region', { name: 'Calls' })
    await calls.getByText('front may not call middle, by an intention between the two').waitFor()
    await calls.getByText('middle may call back').waitFor()
    expect(await page.locator('.edge.denied').count()).toBe(1)
    await put(tests.agent, '/v1/connect/intentions/exact?source=front&destination=middle', { Action: 'allow' })
    await calls.getByText('front may call middle').waitFor()
    expect(await page.locator('.edge.denied').count()).toBe(0)
    await calls.getByRole('link', { name: 'back' }).click()
    expect(await isSeen(page.getByRole('img', { name: 'Calls to and from back' }))).toBe(true)
  })

  test('shows routers, splitters with weights, and resolvers of its discovery chain', async () => {
    const write = (entry: object) => put(tests.agent, '/v1/config', entry)
    for (const Name of ['parts', 'spares']) await write({ Kind: 'service-defaults', Name, Protocol: 'http' })
    await write({ Kind: 'service-resolver', Name: 'parts', Subsets: { v2: { Filter: 'Service.Meta.v == 2' } } })
    const Splits = [{ Weight: 75 }, { Weight: 25, ServiceSubset: 'v2' }]
    await write({ Kind: 'service-splitter', Name: 'parts', Splits })
    const Routes = [{ Match: { HTTP: { PathPrefix: '/spare' } }, Destination: { Service: 'spares' } }]
    await write({ Kind: 'service-router', Name: 'parts', Routes })
    const page = await open('services/parts/routing')
    await page.getByRole('img', { name: 'Discovery chain of parts, http' }).waitFor()
    const routing = page.getByRole('region', { name: 'Routing' })
    await routing.getByText('router parts: path /spare… → resolver spares').waitFor()
    await routing.getByText('splitter parts: 75 % → resolver parts', { exact: true }).waitFor()
    await routing.getByText('splitter parts: 25 % → resolver parts v2').waitFor()
    await write({
      Kind: 'service-splitter',
      Name: 'parts',
      Splits: [{ Weight: 60 }, { Weight: 40, ServiceSubset: 'v2' }],
    })
    expect(await isSeen(routing.getByText('splitter parts: 40 % → resolver parts v2'))).toBe(true)
  })

  test('is a view of the service beside its instances', async () => {
    await sidecar('lonely')
    const page = await open('services/lonely')
    const views = page.getByRole('navigation', { name: 'Views of lonely' })
    await views.getByRole('link', { name: 'Topology' }).click()
    await page.getByText('No proxy names lonely as its upstream').waitFor()
    await views.getByRole('link', { name: 'Instances' }).click()
    expect(await isSeen(page.getByRole('region', { name: 'Instance lonely' }))).toBe(true)
  })
})
