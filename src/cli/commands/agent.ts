import { ConfigError } from '../../config/errors.ts'
import { Emulator } from '../../emulator.ts'
import { MovableClock } from '../../lib/clock.ts'
import type { Command } from '../command.ts'
import { agentFlags } from '../agent-flags.ts'
import { AgentRun, type AgentHost } from '../../daemon/agent-run.ts'
import { parseFlags } from '../../go/flag.ts'
import { usageOf } from '../usage.ts'

const ABOUT = 'Starts an agent, which is a whole cluster of its own, and runs it until it is interrupted.'

/** `miniconsul agent`. */
export const command: Command = agentCommand({
  signals: process,
  pid: process.pid,
  create: (settings, logger, hooks) =>
    // the test bench moves time
    new Emulator(settings, {
      logger,
      joinable: true,
      ...(settings.ui.testBench && { clock: new MovableClock() }),
      ...hooks,
    }),
})

/** The command on a host of its own. */
export function agentCommand(host: AgentHost): Command {
  return {
    usage: usageOf('agent [options]', ABOUT, agentFlags),
    async run(argv, io) {
      const flags = parseFlags(agentFlags, argv)
      try {
        if (flags.args.length > 0) throw new ConfigError(`Unexpected extra arguments: [${flags.args.join(' ')}]`)
        return await new AgentRun(flags, io, host).run()
      } catch (error) {
        io.stderr.write(`==> ${error instanceof Error ? error.message : String(error)}\n`)
        return 1
      }
    },
  }
}
