import { ConfigError } from '../../config/errors.ts'
import { Emulator } from '../../emulator.ts'
import { MovableClock } from '../../lib/clock.ts'
import type { Command, CommandIo } from '../command.ts'
import { agentFlags, configOfFlags } from '../agent-flags.ts'
import { Configuration } from '../../daemon/configuration.ts'
import { Daemon, type DaemonHost } from '../../daemon/daemon.ts'
import { type Flags, parseFlags } from '../../go/flag.ts'
import { usageOf } from '../usage.ts'
import { errorText } from '../../lib/error-text.ts'

const ABOUT = 'Starts an agent, which is a whole cluster of its own, and runs it until it is interrupted.'

/** `miniconsul agent`. */
export const command: Command = agentCommand({
  pid: process.pid,
  create: (settings, log, hooks) =>
    // the control API moves time
    new Emulator(settings, {
      log,
      joinable: true,
      ...(settings.ui.testBench && { clock: new MovableClock() }),
      ...hooks,
    }),
})

/** The command with agents of another kind. */
export function agentCommand(host: Pick<DaemonHost, 'create' | 'pid'>): Command {
  return {
    usage: usageOf('agent [options]', ABOUT, agentFlags),
    async run(argv, io) {
      const flags = parseFlags(agentFlags, argv)
      const { env, stdout, signals } = io
      try {
        if (flags.args.length > 0) throw new ConfigError(`Unexpected extra arguments: [${flags.args.join(' ')}]`)
        return await new Daemon(configurationOf(flags, env), { ...host, env, stdout, signals }).run()
      } catch (error) {
        io.stderr.write(`==> ${errorText(error)}\n`)
        return 1
      }
    },
  }
}

/** What flags and files make of an agent; `preset` is beaten by all of them. */
export function configurationOf(flags: Flags, env: CommandIo['env'], preset: object = {}): Configuration {
  const sources = {
    paths: flags.list('config-file'),
    format: flags.string('config-format') || undefined,
    flags: withNetworks({ ...preset, ...configOfFlags(flags) }, env),
    fragments: flags.list('hcl'),
  }
  return new Configuration(sources, { dev: flags.bool('dev') })
}

/** The networks of `-test-bench-allow`, for containers whose command line is not at hand. */
function withNetworks(config: Record<string, unknown>, env: CommandIo['env']): Record<string, unknown> {
  const networks = (env['MINICONSUL_TEST_BENCH_ALLOW'] ?? '').split(',').filter(network => network !== '')
  if (networks.length === 0) return config
  const ui = (config['ui_config'] ?? {}) as Record<string, unknown>
  return { ...config, ui_config: { test_bench_allow: networks, ...ui } }
}
