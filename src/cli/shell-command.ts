import type { Child, ChildOptions } from './children.ts'
import type { CommandIo } from './command.ts'
import type { Flag, Flags } from '../go/flag.ts'

/** The flag of the commands that run a program. */
export const shellFlag: Flag = {
  name: 'shell',
  kind: 'switch',
  usage: 'Give the program to a shell, the one of SHELL or /bin/sh. Default: true.',
}

/** Starts a program that was named on the command line; through a shell unless `-shell=false`. */
export function spawnNamed(
  { children, env }: CommandIo,
  flags: Flags,
  args: readonly string[],
  { env: more = {}, stdin }: { env?: ChildOptions['env']; stdin: ChildOptions['stdin'] },
): Child {
  const shell = env['SHELL']
  const options: ChildOptions = { env: { ...env, ...more }, stdin, ...(shell && { shell }) }
  const wantsShell = flags.has('shell') ? flags.bool('shell') : true
  return children.spawn(wantsShell ? args.join(' ') : args, options)
}
