import { readFile } from 'node:fs/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { put } from '../support/e2e/agent.ts'
import { isSeen, pageTests } from '../support/e2e/browser.ts'

const tests = pageTests()
const open = (search: string) => tests.open(`kv?${search}`)
beforeEach(async () => {
  await fetch(`${tests.agent.url}/v1/kv/?recurse`, { method: 'DELETE' })
})

async function write(key: string, value: string | Uint8Array<ArrayBuffer>, flags = '0'): Promise<void> {
  await fetch(`${tests.agent.url}/v1/kv/${key}?flags=${flags}`, { method: 'PUT', body: value })
}

const read = async (key: string): Promise<string> => (await fetch(`${tests.agent.url}/v1/kv/${key}?raw`)).text()

describe('browsing', () => {
  test('goes from folder to folder and shows what appears', async () => {
    await write('config/app/name', 'shop')
    await write('top', 'level')
    const page = await open('')
    await page.getByRole('link', { name: 'config/' }).click()
    await page.getByRole('link', { name: 'app/' }).click()
    await page.getByRole('link', { name: 'name' }).click()
    await page.getByLabel('Value').getByText('shop').waitFor()
    await write('config/app/name', 'store')
    await page.getByLabel('Value').getByText('store').waitFor()
    await write('config/app/new', '1')
    await page.getByRole('link', { name: 'new', exact: true }).waitFor()
    await page.getByRole('link', { name: 'All keys' }).click()
    expect(await isSeen(page.getByRole('link', { name: 'top' }))).toBe(true)
  })

  test('searches keys and values below the folder while typing', async () => {
    await write('config/app/greeting', 'Hello World')
    await write('config/app/theme', 'dark')
    await write('other/greeting', 'Good day')
    const page = await open('folder=config/')
    await page.getByRole('searchbox', { name: 'Search keys and values' }).pressSequentially('WORLD')
    await page.getByRole('link', { name: 'config/app/greeting' }).waitFor()
    await page.getByText('1 of 2').waitFor()
    await page.getByRole('link', { name: 'Keys', exact: true }).click()
    expect(await isSeen(page.getByText('No matches'))).toBe(true)
  })

  test('shows values as text, JSON and Base64, and what is no text', async () => {
    await write('data', '{"a":[1]}', '18446744073709551615')
    await write('bytes', new Uint8Array([0, 255, 1]))
    const page = await open('key=data')
    const detail = page.getByRole('region', { name: 'data' })
    await detail.getByText('{"a":[1]}').waitFor()
    await page.getByText('18446744073709551615').waitFor()
    await page.getByRole('link', { name: 'JSON' }).click()
    await page.getByText('"a": [').waitFor()
    await page.getByRole('link', { name: 'Base64' }).click()
    await page.getByText('eyJhIjpbMV19').waitFor()
    await page.goto(`${tests.agent.url}/ui/kv?key=bytes`)
    expect(await isSeen(page.getByText('(no text: shown as Base64)'))).toBe(true)
  })

  test('values are never taken for markup', async () => {
    await write('evil', '<img src=x onerror=alert(1)><script>alert(2)</script>')
    const page = await open('key=evil&flat=all')
    await page.getByLabel('Value').getByText('<img src=x onerror=alert(1)>').waitFor()
    expect(await page.locator('main img, main script').count()).toBe(0)
  })

  test('strange keys can be opened', async () => {
    await write(encodeURIComponent('a//b/../c &?#'), 'found')
    const page = await open('flat=all')
    await page.getByRole('link', { name: 'a//b/../c &?#' }).click()
    await page.getByLabel('Value').getByText('found').waitFor()
    await page.reload()
    expect(await isSeen(page.getByLabel('Value').getByText('found'))).toBe(true)
  })
})

describe('changing', () => {
  test('a key is made, but not over one that is there', async () => {
    await write('taken', 'mine')
    const page = await open('new=key')
    await page.getByLabel('Key', { exact: true }).fill('fresh')
    await page.getByLabel('Value', { exact: true }).fill('first')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'fresh' }).waitFor()
    expect(await read('fresh')).toBe('first')
    await page.getByRole('link', { name: 'New key' }).click()
    await page.getByLabel('Key', { exact: true }).fill('taken')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').getByText('There is a key taken already.').waitFor()
    expect(await read('taken')).toBe('mine')
  })

  test('a value is changed, its flags stay to the last digit', async () => {
    await write('note', 'before', '3304740253564472344')
    const page = await open('key=note')
    await page.getByRole('link', { name: 'Edit' }).click()
    await page.getByLabel('Value', { exact: true }).fill('after')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByLabel('Value').getByText('after').waitFor()
    const entry = await (await fetch(`${tests.agent.url}/v1/kv/note`)).text()
    expect(entry).toContain('3304740253564472344')
    expect(await read('note')).toBe('after')
  })

  test('bytes are changed as Base64', async () => {
    await write('bytes', new Uint8Array([0, 255]))
    const page = await open('key=bytes&edit=value')
    await page.getByLabel('Value in Base64').fill('AP8B')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('region', { name: 'bytes' }).getByText('3 B').waitFor()
    const bytes = await (await fetch(`${tests.agent.url}/v1/kv/bytes?raw`)).arrayBuffer()
    expect([...new Uint8Array(bytes)]).toEqual([0, 255, 1])
  })

  test('a key is deleted when it is said twice', async () => {
    await write('old', 'x')
    const page = await open('key=old')
    await page.getByRole('button', { name: 'Delete' }).click()
    expect(await read('old')).toBe('x')
    await page.getByRole('button', { name: 'Yes, delete' }).click()
    await page.getByText('This key does not exist, or not any more.').waitFor()
  })

  test('a lock is shown with its holder and can be released, the value stays', async () => {
    const made = await fetch(`${tests.agent.url}/v1/session/create`, { method: 'PUT' })
    const { ID } = (await made.json()) as { ID: string }
    await fetch(`${tests.agent.url}/v1/kv/lock?acquire=${ID}`, { method: 'PUT', body: 'held' })
    const page = await open('key=lock')
    await page.getByRole('link', { name: ID }).waitFor()
    await page.getByRole('button', { name: 'Release' }).click()
    await page.getByText('not held').waitFor()
    expect(await read('lock')).toBe('held')
  })
})

describe('nothing is overwritten unseen', () => {
  test('a change by another client is shown before anything can be saved', async () => {
    await write('shared', 'one')
    const page = await open('key=shared&edit=value')
    await page.getByLabel('Value', { exact: true }).fill('mine')
    await write('shared', 'theirs')
    await page.getByRole('alert').getByText('theirs').waitFor()
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Keep mine' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('shared is saved.').waitFor()
    expect(await read('shared')).toBe('mine')
  })

  test('what another client wrote can be taken instead', async () => {
    await write('shared', 'one')
    const page = await open('key=shared&edit=value')
    await page.getByLabel('Value', { exact: true }).fill('mine')
    await write('shared', 'theirs')
    await page.getByRole('button', { name: 'Take what is there' }).click()
    expect(await page.getByLabel('Value', { exact: true }).inputValue()).toBe('theirs')
  })

  test('a change in the very moment of saving wins, and is then shown', async () => {
    await write('shared', 'one')
    const page = await open('key=shared&edit=value')
    await page.getByLabel('Value', { exact: true }).fill('mine')
    await page.route('**/v1/kv/shared?cas=*', async route => {
      await write('shared', 'theirs')
      await route.continue()
    })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('shared was changed meanwhile: it was not saved.').waitFor()
    await page.getByRole('alert').getByText('theirs').waitFor()
    expect(await read('shared')).toBe('theirs')
  })

  test('a key that was deleted meanwhile is told of', async () => {
    await write('shared', 'one')
    const page = await open('key=shared&edit=value')
    await page.getByLabel('Value', { exact: true }).fill('mine')
    await fetch(`${tests.agent.url}/v1/kv/shared`, { method: 'DELETE' })
    await page.getByText('This key was deleted while you were editing it.').waitFor()
    await page.getByRole('button', { name: 'Keep mine' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('shared is saved.').waitFor()
    expect(await read('shared')).toBe('mine')
  })
})

describe('import and export', () => {
  test('what is exported is what `consul kv export` writes, and can be imported', async () => {
    await write('config/a', 'one', '7')
    await write('config/b', new Uint8Array([0, 255]))
    await write('other', 'not in it')
    const page = await open('folder=config/')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ])
    const text = await readFile(await download.path(), 'utf8')
    expect(JSON.parse(text)).toEqual([
      { key: 'config/a', flags: 7, value: 'b25l' },
      { key: 'config/b', flags: 0, value: 'AP8=' },
    ])
    await put(tests.agent, '/v1/kv/config/a')
    await page.getByLabel('File for: Import').setInputFiles({
      name: 'kv.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text.replace('config/b', 'config/c')),
    })
    await page.getByText('All keys of the file are imported.').waitFor()
    await page.getByRole('link', { name: 'c', exact: true }).waitFor()
    expect(await read('config/a')).toBe('one')
  })

  test('a file that is no export is refused with the reason', async () => {
    const page = await open('')
    await page
      .getByLabel('File for: Import')
      .setInputFiles({ name: 'kv.json', mimeType: 'application/json', buffer: Buffer.from('{"a":1}') })
    expect(await isSeen(page.getByText('This is no export: a list of keys was expected.'))).toBe(true)
  })
})
