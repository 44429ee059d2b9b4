import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LogFile } from '../../../src/logging/log-file.ts'

let dir = ''
let now = Date.UTC(2026, 0, 1)
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'log-'))))
afterEach(() => rmSync(dir, { recursive: true }))

const settings = { maxBytes: 0, maxAge: 86_400_000, maxFiles: 0 }
const open = (name: string, change: Partial<typeof settings> = {}): LogFile =>
  new LogFile({ ...settings, ...change, path: `${dir}/${name}` }, () => now)
const files = (): string[] => readdirSync(dir).toSorted()

describe('a log file', () => {
  it('is appended to, and its group may read it', () => {
    for (const line of ['a\n', 'b\n']) {
      const file = open('x.log')
      file.write(line)
      file.close()
    }
    expect(readFileSync(join(dir, 'x.log'), 'utf8')).toBe('a\nb\n')
    expect(statSync(join(dir, 'x.log')).mode & 0o777).toBe(0o640)
  })

  it('is consul.log in a folder', () => {
    open('').close()
    expect(files()).toEqual(['consul.log'])
  })

  it('that cannot be opened is refused with the words of Consul', () => {
    expect(() => open('no/x.log')).toThrow(`Failed to setup logging: open ${dir}/no/x.log: no such file or directory`)
  })
})

describe('rotation', () => {
  it('begins a new file at the first line after the size was reached', () => {
    const file = open('x.log', { maxBytes: 4 })
    for (const line of ['aa\n', 'bb\n', 'cc\n']) file.write(line)
    const stamp = `${now}000000`
    expect(files()).toEqual([`x-${stamp}.log`, 'x.log'])
    expect(readFileSync(join(dir, `x-${stamp}.log`), 'utf8')).toBe('aa\nbb\n')
    expect(readFileSync(join(dir, 'x.log'), 'utf8')).toBe('cc\n')
    file.close()
  })

  it('begins a new file at the first line after the age was reached', () => {
    const file = open('x', { maxAge: 1_000 })
    file.write('a\n')
    now += 1_000
    file.write('b\n')
    expect(files()).toEqual(['x', `x-${now}000000.log`])
    file.close()
  })

  it.each([
    [0, 3],
    [2, 2],
    [-1, 0],
  ])('with %i files to keep leaves %i rotated ones', (maxFiles, left) => {
    const file = open('x.log', { maxBytes: 1, maxFiles })
    for (const line of ['a\n', 'b\n', 'c\n', 'd\n']) file.write(line)
    expect(files()).toHaveLength(left + 1)
    expect(readFileSync(join(dir, 'x.log'), 'utf8')).toBe('d\n')
    file.close()
  })
})
