import { ConfigError } from '../../config/errors.ts'
import { loadConfig } from '../../config/load.ts'
import { configWarnings } from '../../config/warnings.ts'
import type { Command, CommandIo } from '../command.ts'
import { configuredSettings } from '../../daemon/configured-settings.ts'
import { type Flag, parseFlags } from '../../go/flag.ts'
import { usageOf } from '../usage.ts'

const flags: readonly Flag[] = [
  { name: 'quiet', kind: 'switch', usage: 'Print nothing when all is well.' },
  {
    name: 'config-format',
    kind: 'string',
    usage: 'What all configuration files are, whatever they are called: hcl or json.',
  },
]

/** `miniconsul validate`. */
export const command: Command = {
  usage: usageOf(
    'validate [options] FILE_OR_FOLDER...',
    `Reads configuration files as an agent would, and reports whether it could start with them. Name all files that the
    agent is to be given: a part of its configuration may be invalid by itself.`,
    flags,
  ),
  async run(argv, io) {
    const given = parseFlags(flags, argv)
    const format = given.string('config-format') || undefined
    const problem = await problemOf(given.args, format, io, given.bool('quiet'))
    if (problem !== undefined) {
      io.stderr.write(`${problem}\n`)
      return 1
    }
    if (!given.bool('quiet')) io.stdout.write('Configuration is valid!\n')
    return 0
  },
}

async function problemOf(
  paths: readonly string[],
  format: string | undefined,
  io: CommandIo,
  quiet: boolean,
): Promise<string | undefined> {
  if (paths.length === 0) return 'Must specify at least one config file or directory'
  // The quote is missing in Consul, too.
  if (format !== undefined && format !== 'hcl' && format !== 'json')
    return "-config-format must be either 'hcl' or 'json"
  try {
    const skipped: string[] = []
    const config = await loadConfig({ paths, format, cwd: io.cwd, flags: {}, onSkip: warning => skipped.push(warning) })
    const settings = configuredSettings(config, { dev: false, validateOnly: true })
    if (!quiet) for (const warning of [...skipped, ...configWarnings(config, settings)]) io.stderr.write(`${warning}\n`)
    return undefined
  } catch (error) {
    if (error instanceof ConfigError) return `Config validation failed: ${error.message}`
    throw error
  }
}
