import { secretBytes } from '../../lib/random.ts'
import type { Command } from '../command.ts'
import { parseFlags } from '../../go/flag.ts'
import { usageOf } from '../usage.ts'

const KEY_BYTES = 32

/** `miniconsul keygen`. */
export const command: Command = {
  usage: usageOf('keygen', 'Prints a new key for the encryption of gossip.', []),
  async run(argv, io) {
    parseFlags([], argv)
    io.stdout.write(`${Buffer.from(secretBytes(KEY_BYTES)).toString('base64')}\n`)
    return 0
  },
}
