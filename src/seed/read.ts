import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, extname, join, relative, sep } from 'node:path'
import { Blocks } from '../go/hcl/blocks.ts'
import { ConsulError } from '../model/errors.ts'
import { isObject } from '../lib/equal.ts'
import { JsonError, parseJson, parseWholeJson } from '../go/json.ts'
import type { Seed } from './seed.ts'
import { mergeSeeds } from './merge.ts'
import { SeedProblem } from './shape.ts'
import { validateSeed } from './validate.ts'

/** The formats of seeds. */
export type SeedFormat = 'json' | 'yaml' | 'hcl'

const FORMATS: Readonly<Record<string, SeedFormat>> = {
  '.json': 'json',
  '.yaml': 'yaml',
  '.yml': 'yaml',
  '.hcl': 'hcl',
}

/** A folder of this name in a folder of seeds holds values: its files are the keys. */
const KV_FOLDER = 'kv'

/**
 * Reads seeds from files and folders and merges them: the last value of a key wins, everything else is added. A file is JSON, YAML or
 * HCL, by its extension: a seed, the output of `consul kv export`, or service and check definitions of an agent. The files of a folder
 * are read in order of their names; in its subfolder `kv`, every file is a value and its path the key.
 * Rejects with `MC_ERR_SEED`, which names the file and the location in it.
 *
 * @example const consul = await startConsul({ seed: await readSeed('test/seed.yaml') })
 */
export async function readSeed(...paths: readonly string[]): Promise<Seed> {
  const seeds: Seed[] = []
  for (const path of paths) {
    const isFolder = (await reading(path, () => stat(path))).isDirectory()
    seeds.push(...(isFolder ? await readFolder(path) : [await readSeedFile(path)]))
  }
  return mergeSeeds(seeds)
}

/**
 * Parses a seed. Without a format, JSON and YAML are accepted. Rejects with `MC_ERR_SEED`, which calls the text `name`.
 *
 * @example await parseSeed('kv: { greeting: hello }')
 */
export async function parseSeed(text: string | Uint8Array, format?: SeedFormat, name = 'seed'): Promise<Seed> {
  try {
    return validateSeed(await parse(text, format ?? guessFormat(text)))
  } catch (err) {
    if (err instanceof ConsulError) throw err
    throw unreadable(name, (err as Error).message, err)
  }
}

async function readSeedFile(path: string): Promise<Seed> {
  const format = FORMATS[extname(path).toLowerCase()]
  if (!format) throw unreadable(path, 'the name must end in .json, .yaml, .yml or .hcl')
  return parseSeed(await reading(path, () => readFile(path)), format, path)
}

async function readFolder(folder: string): Promise<Seed[]> {
  const seeds: Seed[] = []
  const entries = await reading(folder, () => readdir(folder, { withFileTypes: true }))
  for (const entry of entries.sort(byName)) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && entry.name === KV_FOLDER) seeds.push({ kv: await readValues(path) })
    else if (entry.isFile() && FORMATS[extname(entry.name).toLowerCase()]) seeds.push(await readSeedFile(path))
  }
  return seeds
}

async function readValues(folder: string): Promise<Record<string, Uint8Array>> {
  const entries = await reading(folder, () => readdir(folder, { withFileTypes: true, recursive: true }))
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const values = await Promise.all(
    files.sort().map(async path => {
      const key = relative(folder, path).split(sep).join('/')
      return [key, new Uint8Array(await reading(path, () => readFile(path)))] as const
    }),
  )
  return Object.fromEntries(values)
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  Buffer.compare(Buffer.from(basename(a.name)), Buffer.from(basename(b.name)))

/** JSON is YAML, too, but ours reads it exactly and faster. */
export function guessFormat(text: string | Uint8Array): SeedFormat {
  try {
    parseJson(text)
    return 'json'
  } catch (err) {
    if (err instanceof JsonError) return 'yaml'
    throw err
  }
}

async function parse(text: string | Uint8Array, format: SeedFormat): Promise<unknown> {
  if (format === 'json') return parseWholeJson(text)
  if (format === 'hcl') {
    const { parseHcl } = await import('../go/hcl/parse.ts')
    return withoutBlocks(parseHcl(typeof text === 'string' ? Buffer.from(text) : text))
  }
  const yaml = await import('yaml')
  const source = typeof text === 'string' ? text : Buffer.from(text).toString('utf8')
  return (yaml.parse(source, { intAsBigInt: true, prettyErrors: true, logLevel: 'error' }) as unknown) ?? {}
}

/** In HCL every object is a list of blocks: one alone stands for itself. */
function withoutBlocks(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(withoutBlocks)
    return value instanceof Blocks && items.length === 1 ? items[0] : items
  }
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutBlocks(item)]))
}

async function reading<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (err) {
    throw unreadable(path, (err as Error).message, err)
  }
}

function unreadable(name: string, reason: string, cause?: unknown): ConsulError {
  const where = cause instanceof SeedProblem && cause.path === '' ? `${name}: the whole of it` : name
  return new ConsulError('MC_ERR_SEED', `Failed to read ${where}: ${reason}`, { cause })
}
