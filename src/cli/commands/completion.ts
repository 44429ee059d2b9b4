import { type Command, CommandError } from '../command.ts'
import { scripts } from '../completion/scripts.ts'
import { completionWords } from '../completion/words.ts'
import { type Flag, parseFlags } from '../../go/flag.ts'
import { usageOf } from '../usage.ts'

const flags: readonly Flag[] = [
  { name: 'command', kind: 'string', usage: 'Name that the command has in your shell. Default: miniconsul.' },
]

/** `miniconsul completion`. */
export const command: Command = {
  usage: usageOf(
    'completion [options] bash|zsh|fish',
    'Prints a script that completes commands and flags in a shell: source <(miniconsul completion bash).',
    flags,
  ),
  async run(argv, io) {
    const given = parseFlags(flags, argv)
    const [shell = ''] = given.args
    const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined
    if (!script || given.args.length > 1) {
      throw new CommandError(`Name one shell: ${Object.keys(scripts).join(', ')}`, { withUsage: true })
    }
    const program = given.string('command') ?? 'miniconsul'
    if (!/^[\w.-]+$/.test(program)) throw new CommandError(`No name of a command: ${program}`)
    const { commands } = await import('./index.ts')
    io.stdout.write(script(program, await completionWords(commands)))
    return 0
  },
}
