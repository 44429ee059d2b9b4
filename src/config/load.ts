import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { JsonError, parseJson } from '../lib/json.ts'
import { type Config, decodeConfig } from './decode.ts'
import { ConfigError } from './errors.ts'
import { gatherDefinitions, mergeConfigs, splitLists } from './merge.ts'

/** Where a configuration comes from: what the command line named, in its order. */
export interface Sources {
  /** Files and folders, as `-config-file` and `-config-dir` named them. */
  readonly paths: readonly string[]
  /** `-config-format`: of all files, whatever they are called. */
  readonly format: string | undefined
  /** What flags set, in the form of a file; it wins over the files. */
  readonly flags: Config
}

/** Reads all files and merges them with the flags into one configuration. */
export function loadConfig({ paths, format, flags }: Sources): Config {
  if (format !== undefined && format !== 'json' && format !== 'hcl') {
    throw new ConfigError("config: -config-format must be either 'hcl' or 'json'")
  }
  const configs = paths.flatMap(path => filesAt(path, format)).map(file => readConfigFile(file, format))
  // Consul puts the lists that flags give before those of the files, and everything else after.
  const [first, last] = splitLists(flags)
  return mergeConfigs([first, ...configs, last])
}

/** A file itself; of a folder its own files, in order of their names. */
function filesAt(path: string, format: string | undefined): string[] {
  if (!reading(path, () => statSync(path)).isDirectory()) return [path]
  const entries = reading(path, () => readdirSync(path)).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  return entries
    .filter(name => format !== undefined || /\.(json|hcl)$/.test(name))
    .map(name => join(path, name))
    .filter(file => !reading(file, () => statSync(file)).isDirectory())
}

function readConfigFile(file: string, format: string | undefined): Config {
  const kind = format ?? /\.(json|hcl)$/.exec(file)?.[1]
  if (kind === undefined) {
    throw new ConfigError(`file ${file} has unknown extension; must be .hcl or .json, or config format must be set`)
  }
  const bytes = reading(file, () => readFileSync(file))
  if (kind === 'hcl') {
    throw new ConfigError(`failed to parse ${file}: HCL is not built yet, write the configuration as JSON`)
  }
  if (bytes.length === 0) return {}
  try {
    return gatherDefinitions(decodeConfig(parseWhole(bytes)))
  } catch (error) {
    if (error instanceof JsonError || error instanceof ConfigError) {
      throw new ConfigError(`failed to parse ${file}: ${error.message}`)
    }
    throw error
  }
}

/** Unlike the body of a request, a file must hold one value and nothing more. */
function parseWhole(bytes: Uint8Array): unknown {
  let value: unknown
  try {
    value = parseJson(bytes)
  } catch (error) {
    const ended = error instanceof JsonError && (error.message === 'EOF' || error.message === 'unexpected EOF')
    throw ended ? new JsonError('unexpected end of JSON input') : error
  }
  const text = Buffer.from(bytes).toString('utf8')
  try {
    JSON.parse(text)
  } catch (error) {
    const at = /after JSON at position (\d+)/.exec(String(error))?.[1]
    if (at !== undefined) throw new JsonError(`invalid character '${text.at(Number(at)) ?? ''}' after top-level value`)
  }
  return value
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ELOOP: 'too many levels of symbolic links',
  ENOTDIR: 'not a directory',
}

/** Runs a file operation; its failure is a problem of the configuration. */
function reading<T>(path: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    throw new ConfigError(`config: Open failed on ${path}. open ${path}: ${REASONS[code] ?? code.toLowerCase()}`)
  }
}
