import type { Command } from '../command.ts'
import { usageOf } from '../usage.ts'

/** A command of Consul that is not built: with any arguments it prints the reason and fails. */
export function refused(name: string, reason: string): Command {
  return {
    usage: usageOf(`${name} …`, `Not built: ${reason}.`, []),
    run(_argv, io) {
      io.stderr.write(`Error: ${name} is not built into miniconsul: ${reason}.\n`)
      return Promise.resolve(1)
    },
  }
}
