import { JsonError, parseJson } from '../go/json.ts'
import { type Config, decodeConfig } from './decode.ts'
import { ConfigError } from './errors.ts'
import { type FileSources, type Format, readConfigFiles } from './files.ts'
import { HclError } from '../go/hcl/error.ts'
import { gatherDefinitions, mergeConfigs, splitLists } from './merge.ts'

/** Where a configuration comes from: what the command line named. */
export interface Sources extends FileSources {
  /** What flags set, in the form of a file; it wins over the files. */
  readonly flags: Config
  /** Pieces of HCL that `-hcl` gave; they win over all else. */
  readonly fragments?: readonly string[]
}

/** Reads all files and merges them with the flags into one configuration: decoded, and definitions gathered. */
export async function loadConfig({ flags, fragments = [], ...sources }: Sources): Promise<Config> {
  const configs: Config[] = []
  for (const { format, name, bytes } of readConfigFiles(sources)) configs.push(await decodeAs(format, name, bytes))
  const pieces: Config[] = []
  for (const [i, text] of fragments.entries()) pieces.push(await decodeAs('hcl', `flags-${i}.hcl`, Buffer.from(text)))
  // Consul puts the lists that flags give before those of the files, and everything else after.
  const [first, last] = splitLists(flags)
  return gatherDefinitions(mergeConfigs([first, ...configs, last, ...pieces]))
}

async function decodeAs(format: Format, name: string, bytes: Uint8Array): Promise<Config> {
  if (bytes.length === 0) return {}
  try {
    return gatherDefinitions(decodeConfig(await PARSERS[format](bytes), format))
  } catch (error) {
    if (error instanceof JsonError || error instanceof ConfigError || error instanceof HclError) {
      throw new ConfigError(`failed to parse ${name}: ${error.message}`)
    }
    throw error
  }
}

/** Most agents have no HCL, and start sooner without its parser. */
const PARSERS = {
  json: (bytes: Uint8Array): unknown => parseWhole(bytes),
  hcl: async (bytes: Uint8Array): Promise<unknown> => (await import('../go/hcl/parse.ts')).parseHcl(bytes),
} as const

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
