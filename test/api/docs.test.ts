import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { blocksWithoutSource, withExamples } from '../support/documented.ts'

it.each([
  ['docs/library.md', 16],
  ['docs/recipes.md', 3],
  ['README.md', 1],
])('%s shows what tests run (UPDATE_DOCS=1 writes it anew)', (name, examples) => {
  const file = join(import.meta.dirname, '../..', name)
  const text = readFileSync(file, 'utf8')
  const fresh = withExamples(text)
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, fresh)
  else expect(text).toBe(fresh)
  expect(fresh.match(/<!-- example: /g)?.length).toBeGreaterThanOrEqual(examples)
  expect(blocksWithoutSource(fresh)).toEqual([])
})

const root = join(import.meta.dirname, '../..')
const documents = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
]

it.each(documents)('%s links to files and headings that are there', name => {
  const text = readFileSync(join(root, name), 'utf8')
  const links = [...text.replaceAll(/^```[^]*?^```$/gm, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  const broken = links.filter(link => {
    if (/^[a-z]+:/.test(link)) return false
    const [path = '', heading] = link.split('#')
    const file = path === '' ? join(root, name) : join(dirname(join(root, name)), path)
    return !existsSync(file) || (heading !== undefined && !headingsOf(readFileSync(file, 'utf8')).includes(heading))
  })
  expect(broken).toEqual([])
})

it('the YAML of the recipes is what its reader takes', () => {
  const text = readFileSync(join(root, 'docs/recipes.md'), 'utf8')
  const blocks = [...text.matchAll(/^```yaml\n([^]*?)\n```$/gm)].map(([, block = '']) => parse(block) as unknown)
  expect(blocks).toMatchObject([
    {
      jobs: {
        test: {
          'runs-on': expect.any(String) as string,
          services: {
            consul: { image: expect.stringContaining('miniconsul') as string, ports: ['8500:8500', '8600:8600/udp'] },
          },
          steps: [{ run: expect.stringContaining('/v1/status/leader') as string }],
        },
      },
    },
  ])
})

/** The anchors of headings, as GitHub makes them. */
const headingsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
