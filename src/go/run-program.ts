import type { ChildProcess } from 'node:child_process'
import { errnoText } from './errno.ts'
import type { ProcessExit } from './exit-text.ts'
import { quoteGo } from './quote.ts'

/** How a program is run. */
export interface RunOptions {
  /** Takes what it prints, of both streams. */
  readonly onOutput: (chunk: Buffer) => void
  /** Ends it, and all that it has started. */
  readonly signal: AbortSignal
  readonly stdin?: Uint8Array
  readonly env?: Readonly<Record<string, string | undefined>>
}

/**
 * Runs a program in a process group of its own. Resolves when every process that could still print has ended, at once when
 * `signal` aborts; rejects with Go's words when it could not be started.
 */
export function runProgram(args: readonly string[], options: RunOptions): Promise<ProcessExit> {
  const { onOutput, signal, stdin, env } = options
  const [program = '', ...rest] = args
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(new Error(startErrorText(program, error), { cause: error }))
    let child: ChildProcess
    try {
      // loaded when it is first used: few agents run programs
      const { spawn } = process.getBuiltinModule('node:child_process')
      const stdio = [stdin ? 'pipe' : 'ignore', 'pipe', 'pipe'] as const
      child = spawn(program, rest, { detached: true, stdio: [...stdio], windowsHide: true, ...(env && { env }) })
    } catch (error) {
      fail(error)
      return
    }
    for (const pipe of [child.stdout, child.stderr]) {
      pipe?.on('data', onOutput)
      pipe?.on('error', () => undefined)
    }
    // a program that reads nothing closes its input
    child.stdin?.on('error', () => undefined).end(stdin)
    const end = (): void => {
      killGroup(child)
      // another process may still hold the other ends
      child.stdout?.destroy()
      child.stderr?.destroy()
      child.unref()
      resolve({ code: null, signal: 'SIGKILL' })
    }
    const forget = (): void => signal.removeEventListener('abort', end)
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
    child.on('error', error => {
      forget()
      fail(error)
    })
    child.on('close', (code, signal) => {
      forget()
      resolve({ code, signal })
    })
  })
}

/** Go's words for a program that could not be started. */
export function startErrorText(program: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (program === '') return 'exec: no command'
  // What Node refuses itself (a zero byte in an argument) the system would refuse, too.
  if (code === 'ERR_INVALID_ARG_VALUE') return `fork/exec ${program}: invalid argument`
  if (program.includes('/')) return `fork/exec ${program}: ${errnoText(error)}`
  return `exec: ${quoteGo(program)}: ${code === 'ENOENT' ? 'executable file not found in $PATH' : errnoText(error)}`
}

/** Ends the program and all it has started. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}
