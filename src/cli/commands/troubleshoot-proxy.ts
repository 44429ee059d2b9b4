import { type Flag, parseFlags } from '../../go/flag.ts'
import { type Command, CommandError } from '../command.ts'
import { clientFlags } from '../client-flags.ts'
import { envoyAdminFlag, readEnvoyConfig } from '../envoy-admin.ts'
import { usageOf } from '../usage.ts'

const flags: readonly Flag[] = [
  ...clientFlags,
  envoyAdminFlag,
  { name: 'upstream-envoy-id', kind: 'string', usage: 'ID of the upstream in Envoy.' },
  { name: 'upstream-ip', kind: 'string', usage: 'IP address of the upstream.' },
]

/** `miniconsul troubleshoot proxy`. */
export const command: Command = {
  usage: usageOf('troubleshoot proxy [options]', 'Looks for the Envoy that is to reach an upstream.', flags),
  async run(argv) {
    const given = parseFlags(flags, argv)
    if (!given.string('upstream-envoy-id') && !given.string('upstream-ip')) {
      throw new CommandError(
        '-upstream-envoy-id OR -upstream-ip is required.\n' +
          'Please run `consul troubleshoot upstreams` to find the corresponding upstream.',
      )
    }
    return readEnvoyConfig(given, {
      failed: 'Error running the tests: unable to get Envoy config dump: cannot connect to Envoy: ',
      endpoint: 'Envoy admin endpoint',
    })
  },
}
