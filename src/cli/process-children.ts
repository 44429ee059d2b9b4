import type { ChildProcess } from 'node:child_process'
import { errnoText } from '../go/errno.ts'
import type { Child, ChildExit, ChildHost } from './children.ts'
import { quoteGo } from '../go/quote.ts'

/** Child processes of this process. */
export const processChildren: ChildHost = {
  spawn(command, { env, cwd, stdin, shell = '/bin/sh' }): Child {
    const [program = '', ...args] = typeof command === 'string' ? [shell, '-c', command] : command
    const bytes = typeof stdin === 'string' ? undefined : stdin
    // loaded here: most commands start no process
    const { spawn } = process.getBuiltinModule('node:child_process')
    const child = spawn(program, args, {
      env,
      stdio: [bytes ? 'pipe' : (stdin as 'inherit' | 'ignore'), 'inherit', 'inherit'],
      ...(cwd !== undefined && { cwd }),
    })
    // a child that reads nothing closes its input
    child.stdin?.on('error', () => undefined).end(bytes)
    return { pid: child.pid, exited: exitOf(child, program), kill: signal => void child.kill(signal) }
  },
}

function exitOf(child: ChildProcess, program: string): Promise<ChildExit> {
  return new Promise((resolve, reject) => {
    child.once('error', error => reject(new Error(startErrorText(error, program), { cause: error })))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
}

function startErrorText(error: NodeJS.ErrnoException, program: string): string {
  if (program.includes('/')) return `fork/exec ${program}: ${errnoText(error)}`
  return `exec: ${quoteGo(program)}: ${error.code === 'ENOENT' ? 'executable file not found in $PATH' : errnoText(error)}`
}
