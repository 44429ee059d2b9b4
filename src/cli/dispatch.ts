import { ClientError } from '../client/errors.ts'
import { CommandError, type Command, type CommandEntry, type CommandIo } from './command.ts'
import { commands } from './commands/index.ts'
import { FlagError, wantsHelp } from '../go/flag.ts'

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
  if (AUTOCOMPLETE.has(name)) {
    io.stderr.write('Nothing is installed here: source what `miniconsul completion bash|zsh|fish` prints.\n')
    return 1
  }
  const found = findCommand(argv, table)
  if (found) return run((await found.entry.load()).command, found.rest, io)
  const group = findGroup(argv, table)
  if (group !== '') return showGroup(group, argv, io, table)
  if (name !== '') io.stderr.write(`Unknown command: ${name}\n\n`)
  io.stderr.write(overview(table))
  return NO_COMMAND
}

async function run(command: Command, argv: readonly string[], io: CommandIo): Promise<number> {
  if (wantsHelp(argv)) {
    io.stdout.write(command.usage)
    return 0
  }
  try {
    return await command.run(argv, io)
  } catch (error) {
    if (error instanceof FlagError) {
      io.stderr.write(`${error.message}\n${command.usage}`)
      return command.flagErrorCode ?? 1
    }
    if (error instanceof ClientError) {
      io.stderr.write(`${error.message}\n`)
      return 1
    }
    if (!(error instanceof CommandError)) throw error
    io.stderr.write(`${error.message}\n${error.withUsage ? `\n${command.usage}` : ''}`)
    return error.exitCode
  }
}

/** The command whose words the arguments begin with; the one of most words. */
function findCommand(
  argv: readonly string[],
  table: readonly CommandEntry[],
): { entry: CommandEntry; rest: readonly string[] } | undefined {
  for (let words = Math.min(argv.length, DEEPEST); words > 0; words--) {
    const name = argv.slice(0, words).join(' ')
    const entry = table.find(entry => entry.name === name)
    if (entry) return { entry, rest: argv.slice(words) }
  }
  return undefined
}

/** Words of the longest name of a command: `connect envoy pipe-bootstrap`. */
const DEEPEST = 3

/** The longest group that the arguments begin with, `operator raft`, or an empty text. */
function findGroup(argv: readonly string[], table: readonly CommandEntry[]): string {
  for (let words = Math.min(argv.length, DEEPEST); words > 0; words--) {
    const name = argv.slice(0, words).join(' ')
    if (table.some(entry => entry.name.startsWith(`${name} `))) return name
  }
  return ''
}

/** Lists the commands of a group: asked for on stdout, otherwise on stderr, as an error. */
function showGroup(group: string, argv: readonly string[], io: CommandIo, table: readonly CommandEntry[]): number {
  const asked = wantsHelp(argv)
  const output = asked ? io.stdout : io.stderr
  output.write(
    `Usage: miniconsul ${group} <subcommand> [options] [args]\n\nSubcommands:\n${list(table, `${group} `)}\n`,
  )
  return asked ? 0 : 1
}

const VERSION: ReadonlySet<string> = new Set(['-v', '-version', '--version'])
const AUTOCOMPLETE: ReadonlySet<string> = new Set(['-autocomplete-install', '-autocomplete-uninstall'])
const HELP: ReadonlySet<string> = new Set(['-h', '-help', '--help'])

function overview(table: readonly CommandEntry[]): string {
  return `Usage: miniconsul [--version] [--help] <command> [<args>]\n\nAvailable commands are:\n${list(table, '')}\n`
}

/** Commands and groups whose names begin so, each with what it does. */
function list(table: readonly CommandEntry[], prefix: string): string {
  const rows = new Map<string, string>()
  for (const { name, synopsis } of table) {
    if (!name.startsWith(prefix)) continue
    const [word = '', ...more] = name.slice(prefix.length).split(' ')
    if (!rows.has(word)) rows.set(word, more.length > 0 ? `${GROUPS[prefix + word] ?? 'More commands'}` : synopsis)
  }
  return [...rows].map(([word, synopsis]) => `    ${word.padEnd(15)} ${synopsis}\n`).join('')
}

const GROUPS: Readonly<Record<string, string>> = {
  acl: 'Tokens, policies, roles and logins',
  'acl auth-method': 'Reads and writes auth methods',
  'acl binding-rule': 'Reads and writes binding rules',
  'acl policy': 'Reads and writes policies',
  'acl role': 'Reads and writes roles',
  'acl templated-policy': 'Reads templated policies',
  'acl token': 'Reads and writes tokens',
  catalog: 'Reads the catalog',
  connect: 'The certificate authority of the service mesh',
  config: 'Reads and writes central configuration',
  kv: 'Reads and writes the key-value store',
  operator: 'Tools for operators',
  'operator autopilot': 'Reads and writes the configuration of Autopilot',
  'operator raft': 'Reads and changes the peers of Raft',
  'operator usage': 'Counts what is registered',
  services: 'Registers services with the agent',
  snapshot: 'Saves, restores and looks into snapshots',
}
