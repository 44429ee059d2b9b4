import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ConfigError } from './errors.ts'

/** What a configuration is written in. */
export type Format = 'json' | 'hcl'

/** Which files to read. */
export interface FileSources {
  /** Files and folders, as `-config-file` and `-config-dir` named them, in their order. */
  readonly paths: readonly string[]
  /** `-config-format`: of all files, whatever they are called. */
  readonly format: string | undefined
  /** Where relative paths start from. Default: the folder of the process. */
  readonly cwd?: string
  /** Called for files in a folder that are not configuration. */
  readonly onSkip?: (warning: string) => void
}

/** One file, by the name that messages call it. */
export interface ConfigFile {
  readonly name: string
  readonly format: Format
  readonly bytes: Uint8Array
}

/** Reads files in their order, those of a folder in order of their names. */
export function readConfigFiles(sources: FileSources): ConfigFile[] {
  const { format, cwd = '' } = sources
  if (format !== undefined && format !== 'json' && format !== 'hcl') {
    throw new ConfigError("config: -config-format must be either 'hcl' or 'json'")
  }
  const read = (name: string): ConfigFile => ({
    name,
    format: format ?? formatOf(name) ?? refuseExtension(name),
    bytes: reading(name, () => readFileSync(resolve(cwd, name))),
  })
  // one path after the other: the first that is refused is told
  return sources.paths.flatMap(path => namesAt(path, sources).map(read))
}

/** A file itself; of a folder its own files. */
function namesAt(path: string, { format, cwd = '', onSkip }: FileSources): string[] {
  const isFolder = (name: string): boolean => reading(name, () => statSync(resolve(cwd, name))).isDirectory()
  if (!isFolder(path)) return [path]
  const entries = reading(path, () => readdirSync(resolve(cwd, path)))
  const names = entries.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).map(entry => join(path, entry))
  return names.filter(name => {
    if (isFolder(name)) return false
    if (format !== undefined || formatOf(name)) return true
    onSkip?.(`skipping file ${name}, extension must be .hcl or .json, or config format must be set`)
    return false
  })
}

const formatOf = (name: string): Format | undefined => /\.(json|hcl)$/.exec(name)?.[1] as Format | undefined

function refuseExtension(name: string): never {
  throw new ConfigError(`file ${name} has unknown extension; must be .hcl or .json, or config format must be set`)
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ELOOP: 'too many levels of symbolic links',
  ENOTDIR: 'not a directory',
}

/** Runs a file operation; its failure is a problem of the configuration. */
function reading<T>(name: string, run: () => T): T {
  try {
    // no name at all names no file, where it would be the folder that relative paths start from
    if (name === '') throw Object.assign(new Error(), { code: 'ENOENT' })
    return run()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    throw new ConfigError(`config: Open failed on ${name}. open ${name}: ${REASONS[code] ?? code.toLowerCase()}`)
  }
}
