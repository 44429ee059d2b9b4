import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Exported, readSurface } from '../support/surface.ts'

const file = join(import.meta.dirname, '../../fixtures/api-surface.txt')

let surface: readonly Exported[]
beforeAll(() => {
  surface = readSurface('index.d.ts', 'vitest.d.ts')
}, 60_000)

const GLOBALS =
  'AbortSignal AsyncDisposable Disposable Error ErrorOptions Omit Promise Readonly Record Symbol Uint8Array'.split(' ')

/** Imported from fastify, which comes with the package. */
const FASTIFY = ['FastifyInstance']

/** What users make themselves and hand in. */
const theirs = new Set(['Clock', 'Timer', 'Logger', 'PinoLike', 'Pattern'])

/** The members that are called, whatever they are a part of. */
const isMethod = (text: string): boolean => /^(?:static |async )*\[?[\w.]+\]?[?]?[<(]/.test(text)

describe('the public surface', () => {
  it('is the one that was agreed on (UPDATE_API=1 writes it anew)', () => {
    const text = [...surface]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(one => `${one.text}\n`)
      .join('\n')
    if (process.env['UPDATE_API'] === '1') writeFileSync(file, text)
    expect(text).toBe(readFileSync(file, 'utf8'))
  })

  it('names nothing that cannot be imported', () => {
    const known = new Set([...GLOBALS, ...FASTIFY, ...surface.map(one => one.name)])
    const named = surface
      .filter(one => !['test', 'testPerFile'].includes(one.name))
      .flatMap(one => [...one.text.replaceAll(/'[^']*'|`[^`]*`/g, '').matchAll(/(?<![.\w])[A-Z]\w+(?!\w*\??:)/g)])
    expect([...new Set(named.map(([name]) => name))].filter(name => !known.has(name))).toEqual([])
  })

  it('says of everything what it is', () => {
    const silent = surface.flatMap(one => [
      ...(one.doc === '' ? [one.name] : []),
      ...one.members.filter(member => member.doc === '').map(member => `${one.name}.${member.name}`),
    ])
    expect(silent).toEqual([])
  })

  it('shows of everything that is called how', () => {
    const ours = surface.filter(one => !theirs.has(one.name))
    const unshown = ours.flatMap(one =>
      one.members
        .filter(member => isMethod(member.text) && member.name !== 'constructor' && !member.doc.includes('@example'))
        .map(member => `${one.name}.${member.name}`),
    )
    expect(unshown).toEqual([])
    const functions = surface.filter(one => one.text.startsWith('export declare function'))
    expect(functions.filter(one => !one.doc.includes('@example')).map(one => one.name)).toEqual([])
  })

  it('points to Consul’s own pages, area by area', () => {
    const areas = ['Kv', 'Catalog', 'Agent', 'Health', 'Session', 'Events', 'Queries', 'TxnOperation', 'Cluster']
    const unlinked = areas.filter(name => !surface.find(one => one.name === name)?.doc.includes('@see https://'))
    expect(unlinked).toEqual([])
  })
})
