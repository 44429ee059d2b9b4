import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pageFolder, type PageFile, readPage } from '../../../src/page/files.ts'
import { servePage } from '../../../src/page/serve.ts'

let folder: string
let files: ReadonlyMap<string, PageFile>

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'page-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<title>page</title>')
  writeFileSync(join(folder, 'assets/index-abc.js'), 'run()')
  writeFileSync(join(folder, 'secret.txt'), 'no part of a page')
  files = readPage(pathToFileURL(`${folder}/`))
})
afterAll(() => rmSync(folder, { recursive: true }))

const header = (name: string, file: string, ifNoneMatch = ''): string | undefined =>
  servePage(files, file, ifNoneMatch).headers?.find(([one]) => one === name)?.[1]

describe('what is served', () => {
  test('a file under its name, with its type', () => {
    const { bytes, contentType } = servePage(files, 'assets/index-abc.js', '')
    expect(String(bytes)).toBe('run()')
    expect(contentType).toBe('text/javascript; charset=utf-8')
  })

  test.each(['', 'services', 'services/web', 'kv', 'nothing.js'])('the page itself for %j', name => {
    expect(String(servePage(files, name, '').bytes)).toBe('<title>page</title>')
  })

  test('nothing for an asset that is not there', () => {
    expect(() => servePage(files, 'assets/index-old.js', '')).toThrow('There is no such file.')
  })

  test('nothing that is no part of the page', () => {
    expect(String(servePage(files, 'secret.txt', '').bytes)).toBe('<title>page</title>')
    expect(String(servePage(files, '../secret.txt', '').bytes)).toBe('<title>page</title>')
  })

  test('a sentence where there was no build', () => {
    const none = readPage(pathToFileURL(`${folder}/nowhere/`))
    expect(() => servePage(none, '', '')).toThrow('The web page was not built')
  })
})

describe('headers', () => {
  test('files whose name tells their content are kept for good, the page is asked for each time', () => {
    expect(header('Cache-Control', 'assets/index-abc.js')).toBe('public, max-age=31536000, immutable')
    expect(header('Cache-Control', '')).toBe('no-cache')
  })

  test('an ETag that a browser has is answered with 304 and no body', () => {
    const etag = header('ETag', '') ?? ''
    expect(servePage(files, '', etag)).toMatchObject({ status: 304, bytes: '', contentType: null })
    expect(servePage(files, '', `"other", ${etag}`).status).toBe(304)
    expect(servePage(files, '', '"other"').status).toBeUndefined()
  })

  test('nothing inline and nothing foreign may run', () => {
    const policy = header('Content-Security-Policy', '') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(header('X-Content-Type-Options', '')).toBe('nosniff')
  })
})

test('the page lies beside what was bundled, and two folders up from the module of the route', () => {
  expect(pageFolder('file:///app/dist/chunk-7M3EQYZV.js').href).toBe('file:///app/dist/ui/')
  expect(pageFolder('file:///app/dist/cli.cjs').href).toBe('file:///app/dist/ui/')
  expect(pageFolder('file:///app/dist/http/routes/ui.js').href).toBe('file:///app/dist/ui/')
})
