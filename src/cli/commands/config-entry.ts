import { StatusError } from '../../client/errors.ts'
import { readAs } from '../../go/mapstructure/type.ts'
import { string } from '../../go/mapstructure/scalars.ts'
import { CommandError, type CommandIo } from '../command.ts'
import { loadData } from '../data.ts'
import { nameIntegers } from './config-entry-integers.ts'

/** Kinds of config entries that the official client knows: what an API gateway is bound to is none. */
const KINDS: ReadonlySet<string> = new Set([
  'api-gateway',
  'control-plane-request-limit',
  'exported-services',
  'file-system-certificate',
  'http-route',
  'ingress-gateway',
  'inline-certificate',
  'jwt-provider',
  'mesh',
  'proxy-defaults',
  'sameness-group',
  'service-defaults',
  'service-intentions',
  'service-resolver',
  'service-router',
  'service-splitter',
  'tcp-route',
  'terminating-gateway',
])

/** What is wrong with a kind, if anything. */
export const kindProblem = (kind: string): string | undefined =>
  KINDS.has(kind) ? undefined : `${UNKNOWN_KIND}${kind}`

const UNKNOWN_KIND = 'invalid config entry kind: '

/** A config entry of a file. */
export interface ConfigEntry extends Readonly<Record<string, unknown>> {
  readonly Kind: string
}

/** Kinds that have one entry. */
const ONLY_NAMES: ReadonlyMap<string, string> = new Map([
  ['mesh', 'mesh'],
  ['proxy-defaults', 'global'],
])

/** The name of an entry, in whatever case the file calls it, and as weak decoding reads it: a number is a text there. */
export function nameOf({ Kind, ...rest }: ConfigEntry): string {
  const key = Object.keys(rest).find(name => name.toLowerCase() === 'name') ?? ''
  return ONLY_NAMES.get(Kind) ?? readAs(string, rest[key], 'Name', { errors: [], unknown: [], keepsLists: false })
}

/**
 * The reason why an entry cannot be decoded, which the agent says, in the words of the official client, which finds it itself;
 * but a kind that it knows and the agent does not.
 */
export function decodeProblem({ cause: error }: Error, entry: ConfigEntry): string | undefined {
  if (!(error instanceof StatusError) || error.status !== 400 || !error.body.startsWith(DECODING)) return undefined
  const reason = error.body.slice(DECODING.length)
  if (reason.startsWith(UNKNOWN_KIND)) return undefined
  return `${UNDECODED}${nameIntegers(reason, entry)}${/^\d+ errors? occurred:/.test(reason) ? '\n\n' : ''}`
}

const DECODING = 'Request decoding failed: '
const UNDECODED = 'Failed to decode config entry input: '

/** Reads a config entry, in JSON or HCL; `-` is the standard input. */
export async function readConfigEntry(path: string, io: CommandIo): Promise<ConfigEntry> {
  const data = await loadData(path, io, (why, cause) => new CommandError(why, { cause }))
  const fail = (why: string): never => {
    throw new CommandError(`${UNDECODED}${why}`)
  }
  const { kind, Kind = kind, ...rest } = await parseEntry(data)
  if (Kind === undefined) return fail('Payload does not contain a kind/Kind key at the top level')
  if (typeof Kind !== 'string') return fail('Kind value in payload is not a string')
  const problem = kindProblem(Kind)
  if (problem !== undefined) fail(problem)
  if (Kind === 'control-plane-request-limit') {
    // the agent knows no such kind and looks at none of its fields
    const { requestLimitProblem } = await import('./request-limit.ts')
    const wrong = requestLimitProblem(rest)
    if (wrong !== undefined) fail(wrong)
  }
  return { Kind, ...rest }
}

/** What the file says; of its syntax the official client says twice that it fails. */
async function parseEntry(data: Uint8Array): Promise<Record<string, unknown>> {
  // here, because the other commands about config entries read no file
  const [{ parseHcl }, { HclError }, { raw }, { JsonError }, { unmarshal }] = await Promise.all([
    import('../../go/hcl/parse.ts'),
    import('../../go/hcl/error.ts'),
    import('../../go/decode.ts'),
    import('../../go/json.ts'),
    import('../../go/unmarshal.ts'),
  ])
  try {
    return BEGINS_OBJECT.test(Buffer.from(data).toString())
      ? (unmarshal(raw(), data) as Record<string, unknown>)
      : parseHcl(data)
  } catch (error) {
    if (!(error instanceof HclError) && !(error instanceof JsonError)) throw error
    throw new CommandError(`${UNDECODED}${UNDECODED}${error.message}`, { cause: error })
  }
}

/** JSON, to the official client: an object behind what Unicode takes for blank. */
const BEGINS_OBJECT = /^[\t-\r\u0085\p{Z}]*\{/u
