import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const dist = join(import.meta.dirname, '../../dist')
const read = (name: string): string => readFileSync(join(dist, name), 'utf8')
/** What a text imports, examples in comments left out. */
const imported = (text: string): string[] =>
  [...text.replaceAll(/\/\*[^]*?\*\//g, '').matchAll(/(?:from |import\()['"]([^'"]+)/g)].map(([, name = '']) => name)

describe('the package as it is built', () => {
  it('has one declaration file for all of the library, which needs nothing but fastify, pino and Node', () => {
    const allowed = /^(?:fastify|pino|node:[a-z/]+)$/
    expect(imported(read('index.d.ts')).filter(name => !allowed.test(name))).toEqual([])
    expect(read('index.d.cts')).toBe(read('index.d.ts'))
    expect(imported(read('vitest.d.ts')).filter(name => !['vitest', './index.js'].includes(name))).toEqual([])
  })

  it('names no generic types of Node that TypeScript 5.2 does not know', () => {
    expect(read('index.d.ts').match(/\b(?:Buffer|Uint8Array)</g)).toBeNull()
  })

  it('has declarations of its own for TypeScript before 5.4, which cannot read those of fastify', () => {
    expect(imported(read('index.ts5.2.d.ts')).filter(name => !/^(?:pino|node:[a-z/]+)$/.test(name))).toEqual([])
    expect(read('index.ts5.2.d.cts')).toBe(read('index.ts5.2.d.ts'))
  })

  it('gives the same to import and to require', async () => {
    const required = createRequire(import.meta.url)(join(dist, 'index.cjs')) as object
    const module = (await import(join(dist, 'index.js'))) as object
    expect(Object.keys(required).sort()).toEqual(Object.keys(module).sort())
  })

  it('brings the licences of what is bundled', () => {
    const licences = read('licenses.txt')
    for (const name of ['re2js', 'tar-stream', '@peculiar/x509', '@grpc/grpc-js', 'yaml', 'fastify']) {
      expect(licences).toMatch(new RegExp(`^${name} [0-9.]+ \\(`, 'm'))
    }
  })
})
