import { clientOptionsOf } from '../../client/environment.ts'
import { ClientError } from '../../client/errors.ts'
import { ConfigError } from '../../config/errors.ts'
import { Daemon } from '../../daemon/daemon.ts'
import { Emulator } from '../../emulator.ts'
import { type Flag, type Flags, parseFlags } from '../../go/flag.ts'
import { MovableClock } from '../../lib/clock.ts'
import { errorText } from '../../lib/error-text.ts'
import type { MirrorSource } from '../../mirror/mirror.ts'
import { agentFlags } from '../agent-flags.ts'
import type { Command, CommandIo } from '../command.ts'
import { usageOf } from '../usage.ts'
import { configurationOf } from './agent.ts'

const ABOUT =
  'Runs an agent in development mode that follows keys, nodes, services and health checks of a real Consul by blocking queries. The real one is ' +
  'read and never written: what is changed here stays here, until the real one changes the same key or node. Takes the flags of `agent` besides.'

const mirrorFlags: readonly Flag[] = [
  { name: 'from', kind: 'string', usage: 'Address of the real one: host:port, a URL or unix://PATH. Required.' },
  { name: 'token', kind: 'string', usage: 'ACL token to read with. Also: CONSUL_HTTP_TOKEN, which others do not see.' },
  { name: 'token-file', kind: 'string', usage: 'File with that token. Also: CONSUL_HTTP_TOKEN_FILE.' },
  { name: 'prefix', kind: 'string', usage: 'Only keys that begin like this. Default: all.' },
  ...agentFlags,
]

/** Not the name of the machine, which the agent that is mirrored may have. */
const PRESET = { node_name: 'mirror' }

/** `miniconsul mirror`. */
export const command: Command = {
  usage: usageOf('mirror -from=ADDR [options]', ABOUT, mirrorFlags),
  async run(argv, io) {
    const flags = parseFlags(mirrorFlags, argv).with(new Map([['dev', true]]))
    const { env, stdout, signals } = io
    try {
      const mirror = sourceOf(flags, env)
      const create: ConstructorParameters<typeof Daemon>[1]['create'] = (settings, log, hooks) =>
        new Emulator(settings, { log, clock: new MovableClock(), mirror, ...hooks })
      return await new Daemon(configurationOf(flags, env, PRESET), {
        pid: process.pid,
        create,
        env,
        stdout,
        signals,
      }).run()
    } catch (error) {
      io.stderr.write(`==> ${errorText(error)}\n`)
      return 1
    }
  },
}

function sourceOf(flags: Flags, env: CommandIo['env']): MirrorSource {
  const given = (name: string): string | undefined => flags.string(name) || undefined
  const address = given('from')
  if (address === undefined) throw new ConfigError('Missing -from: the address of the Consul to mirror')
  if (flags.args.length > 0) throw new ConfigError(`Unexpected extra arguments: [${flags.args.join(' ')}]`)
  try {
    const options = clientOptionsOf(env, { address, token: given('token'), tokenFile: given('token-file') })
    return { ...options, prefix: given('prefix') }
  } catch (error) {
    if (!(error instanceof ClientError)) throw error
    throw new ConfigError(error.message, { cause: error })
  }
}
