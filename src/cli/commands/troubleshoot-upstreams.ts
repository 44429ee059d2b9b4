import { parseFlags } from '../../go/flag.ts'
import type { Command } from '../command.ts'
import { clientFlags } from '../client-flags.ts'
import { envoyAdminFlag, readEnvoyConfig } from '../envoy-admin.ts'
import { usageOf } from '../usage.ts'

const flags = [...clientFlags, envoyAdminFlag]

/** `miniconsul troubleshoot upstreams`. */
export const command: Command = {
  usage: usageOf('troubleshoot upstreams [options]', 'Looks for the Envoy whose upstreams are asked for.', flags),
  run: async argv =>
    readEnvoyConfig(parseFlags(flags, argv), {
      failed: 'error calling GetUpstreams: ',
      endpoint: 'envoy admin endpoint',
    }),
}
