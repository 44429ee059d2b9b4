import { ConsulClient } from '../client/client.ts'
import { ClientError } from '../client/errors.ts'
import type { Flag, Flags } from '../go/flag.ts'
import { splitHostPort } from '../go/host-port.ts'
import { lookupError } from '../go/lookup-error.ts'
import { lookupHost } from '../go/lookup-host.ts'
import { errorText } from '../lib/error-text.ts'
import { isIP } from '../lib/ip.ts'
import { CommandError } from './command.ts'

export const envoyAdminFlag: Flag = {
  name: 'envoy-admin-endpoint',
  kind: 'string',
  usage: "Address of Envoy's admin interface. Default: 127.0.0.1:19000.",
}

/** How a command tells what went wrong. */
interface Texts {
  /** Before the reason why Envoy does not answer. */
  readonly failed: string
  /** What was looked up in vain. */
  readonly endpoint: string
}

/** Asks Envoy for its configuration. Nothing here judges it: what was found is told by other tools. Rejects where there is no Envoy. */
export async function readEnvoyConfig(flags: Flags, { failed, endpoint }: Texts): Promise<never> {
  const { host, port } = addressOf(flags.string('envoy-admin-endpoint') ?? '127.0.0.1:19000')
  const ip = await ipOf(host).catch((error: unknown) => {
    const advice = "Please make sure Envoy's Admin API is enabled."
    throw new CommandError(`Failed to resolve ${endpoint}: ${errorText(error)}\n${advice}`, { cause: error })
  })
  const address = port === '' ? ip : `${ip}:${port}`
  const [digits = ''] = port.split('/')
  if (!/^\d*$/.test(digits)) {
    throw new CommandError(`${failed}parse "http://${address}/config_dump": invalid port ":${digits}" after host`)
  }
  try {
    await new ConsulClient({ address }).get('/config_dump')
  } catch (error) {
    if (error instanceof ClientError) throw new CommandError(`${failed}${error.message}`, { cause: error })
    throw error
  }
  throw new CommandError('Error: miniconsul does not judge the configuration of an Envoy: look at its /config_dump.')
}

function addressOf(text: string): ReturnType<typeof splitHostPort> {
  try {
    return splitHostPort(text)
  } catch (error) {
    throw new CommandError(`Invalid Envoy Admin endpoint: ${errorText(error)}`, { cause: error })
  }
}

/** The address behind a host; without one there is none, which Go writes as an address nevertheless. */
export async function ipOf(host: string): Promise<string> {
  if (host === '') return '<nil>'
  if (isIP(host)) return host
  const [found = ''] = await lookupHost(host).catch((error: unknown) => {
    throw new Error(lookupError(host), { cause: error })
  })
  return found
}
