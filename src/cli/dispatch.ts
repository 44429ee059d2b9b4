import type { CommandEntry, CommandIo } from './command.ts'
import { commands } from './commands/index.ts'
import { FlagError, wantsHelp } from './flags.ts'

/** Consul's exit code when no command was found. */
const NO_COMMAND = 127

/** Runs the command that the arguments name and resolves to its exit code. */
export async function dispatch(
  argv: readonly string[],
  io: CommandIo,
  table: readonly CommandEntry[] = commands,
): Promise<number> {
  const [name = '', ...rest] = argv
  if (VERSION.has(name)) return dispatch(['version', ...rest], io, table)
  if (HELP.has(name)) {
    io.stdout.write(overview(table))
    return 0
  }
  const entry = table.find(command => command.name === name)
  if (!entry) {
    if (name !== '') io.stderr.write(`Unknown command: ${name}\n\n`)
    io.stderr.write(overview(table))
    return NO_COMMAND
  }
  const { command } = await entry.load()
  if (wantsHelp(rest)) {
    io.stdout.write(command.usage)
    return 0
  }
  try {
    return await command.run(rest, io)
  } catch (error) {
    if (!(error instanceof FlagError)) throw error
    io.stderr.write(`${error.message}\n${command.usage}`)
    return 1
  }
}

const VERSION: ReadonlySet<string> = new Set(['-v', '-version', '--version'])
const HELP: ReadonlySet<string> = new Set(['-h', '-help', '--help'])

function overview(table: readonly CommandEntry[]): string {
  const lines = table.map(({ name, synopsis }) => `    ${name.padEnd(15)} ${synopsis}\n`)
  return `Usage: miniconsul [--version] [--help] <command> [<args>]\n\nAvailable commands are:\n${lines.join('')}\n`
}
