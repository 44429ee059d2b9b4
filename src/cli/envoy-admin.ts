import { ConsulClient } from '../client/client.ts'
import { ClientError } from '../client/errors.ts'
import type { Flag, Flags } from '../go/flag.ts'
import { CommandError } from './command.ts'

export const envoyAdminFlag: Flag = {
  name: 'envoy-admin-endpoint',
  kind: 'string',
  usage: "Address of Envoy's admin interface. Default: 127.0.0.1:19000.",
}

/**
 * Asks Envoy for its configuration. Nothing here judges it: what was found is told by other tools. Rejects, with `prefix` before the
 * reason, where there is no Envoy.
 */
export async function readEnvoyConfig(flags: Flags, prefix: string): Promise<never> {
  const address = flags.string('envoy-admin-endpoint') || '127.0.0.1:19000'
  if (!address.includes(':')) {
    throw new CommandError(`Invalid Envoy Admin endpoint: address ${address}: missing port in address`)
  }
  try {
    await new ConsulClient({ address }).get('/config_dump')
  } catch (error) {
    if (error instanceof ClientError) throw new CommandError(`${prefix}${error.message}`, { cause: error })
    throw error
  }
  throw new CommandError('Error: miniconsul does not judge the configuration of an Envoy: look at its /config_dump.')
}
