import { StatusError } from '../../client/errors.ts'
import { CommandError, type CommandIo } from '../command.ts'
import { loadData } from '../data.ts'

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

/** The name of an entry, in whatever case the file calls it. */
export function nameOf({ Kind, ...rest }: ConfigEntry): string {
  const key = Object.keys(rest).find(name => name.toLowerCase() === 'name') ?? ''
  return ONLY_NAMES.get(Kind) ?? (typeof rest[key] === 'string' ? rest[key] : '')
}

/**
 * The reason why an entry cannot be decoded, which the agent says, in the words of the official client, which finds it itself;
 * but a kind that it knows and the agent does not.
 */
export function decodeProblem({ cause: error }: Error): string | undefined {
  if (!(error instanceof StatusError) || error.status !== 400 || !error.body.startsWith(DECODING)) return undefined
  const reason = error.body.slice(DECODING.length)
  if (reason.startsWith(UNKNOWN_KIND)) return undefined
  return `Failed to decode config entry input: ${reason}${/^\d+ errors? occurred:/.test(reason) ? '\n\n' : ''}`
}

const DECODING = 'Request decoding failed: '

/** Reads a config entry, in JSON or HCL; `-` is the standard input. */
export async function readConfigEntry(path: string, io: CommandIo): Promise<ConfigEntry> {
  const data = await loadData(path, io, (why, cause) => new CommandError(why, { cause }))
  // here, because the other commands about config entries read no file
  const [{ parseHcl }, { HclError }] = await Promise.all([
    import('../../go/hcl/parse.ts'),
    import('../../go/hcl/error.ts'),
  ])
  const fail = (why: string): never => {
    throw new CommandError(`Failed to decode config entry input: ${why}`)
  }
  try {
    const { kind, Kind = kind, ...rest } = parseHcl(data) as Record<string, unknown>
    if (Kind === undefined) return fail('Payload does not contain a kind/Kind key at the top level')
    if (typeof Kind !== 'string') return fail('Kind value in payload is not a string')
    const problem = kindProblem(Kind)
    if (problem !== undefined) fail(problem)
    return { Kind, ...rest }
  } catch (error) {
    return error instanceof HclError ? fail(error.message) : Promise.reject(error as Error)
  }
}
