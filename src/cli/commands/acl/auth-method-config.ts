import { DecodeError, map, raw } from '../../../go/decode.ts'
import { JsonError } from '../../../go/json.ts'
import { unmarshal } from '../../../go/unmarshal.ts'
import type { Flag, Flags } from '../../../go/flag.ts'
import { CommandError, type CommandIo } from '../../command.ts'
import { readText } from './policy-flags.ts'

/** What an auth method is made of, for making and changing one. */
export const authMethodFlags: readonly Flag[] = [
  { name: 'config', kind: 'string', usage: 'Configuration in JSON, or @FILE with it, or - for the standard input.' },
  { name: 'description', kind: 'string', usage: 'Description of the auth method.' },
  { name: 'display-name', kind: 'string', usage: 'Name that a page shows.' },
  { name: 'kubernetes-ca-cert', kind: 'string', usage: 'Certificate of the Kubernetes API, or @FILE with it.' },
  { name: 'kubernetes-host', kind: 'string', usage: 'Address of the Kubernetes API.' },
  { name: 'kubernetes-service-account-jwt', kind: 'string', usage: 'JWT that asks the Kubernetes API.' },
  { name: 'max-token-ttl', kind: 'time', usage: 'How long tokens of this auth method are valid.' },
  { name: 'name', kind: 'string', usage: 'Name of the auth method.' },
  { name: 'token-locality', kind: 'string', usage: 'Kind of its tokens: local or global. Default: local.' },
]

const KUBERNETES = {
  'kubernetes-host': 'Host',
  'kubernetes-ca-cert': 'CACert',
  'kubernetes-service-account-jwt': 'ServiceAccountJWT',
} as const

export const KUBERNETES_FLAGS: readonly string[] = Object.keys(KUBERNETES)

export type Config = Readonly<Record<string, unknown>>

/** The configuration that `-config` gives; undefined without one. `parsing` begins the message about text that is no JSON. */
export async function configOf(
  flags: Flags,
  io: CommandIo,
  words: { readonly both: string; readonly parsing: string },
): Promise<Config | undefined> {
  const given = flags.string('config')
  if (!given) return undefined
  if (KUBERNETES_FLAGS.some(flag => flags.string(flag))) throw new CommandError(words.both)
  const text = await readText(given, io, 'Error loading configuration file')
  try {
    return unmarshal(map(raw()), Buffer.from(text))
  } catch (error) {
    if (!(error instanceof JsonError || error instanceof DecodeError)) throw error
    throw new CommandError(`${words.parsing}: ${error.message}`, { cause: error })
  }
}

/** The configuration that the flags for Kubernetes give: those that are there. */
export async function kubernetesConfigOf(flags: Flags, io: CommandIo): Promise<Config> {
  const config: Record<string, string> = {}
  for (const [flag, key] of Object.entries(KUBERNETES)) {
    const value = flags.string(flag)
    if (value) config[key] = flag === 'kubernetes-ca-cert' ? await certificate(value, io) : value
  }
  return config
}

const certificate = (argument: string, io: CommandIo): Promise<string> =>
  readText(argument, io, "Invalid '-kubernetes-ca-cert' value")
