import { spawn, type ChildProcess } from 'node:child_process'
import { formatDuration, MILLISECOND } from '../../lib/duration.ts'
import type { CheckStatus } from '../../state/types.ts'
import { onAbort } from './abort.ts'
import { outputLimit } from './definition.ts'
import { errnoText, errorCode } from './errno.ts'
import { TailBuffer } from './output.ts'
import type { Probe, Result } from './periodic.ts'

const STATUS_OF_EXIT: ReadonlyMap<number | null, CheckStatus> = new Map([
  [0, 'passing'],
  [1, 'warning'],
])

/** Runs a program: exit code 0 passes, 1 warns, all else is critical. */
export const probeScript: Probe = (definition, signal, timeout) =>
  new Promise<Result>(resolve => {
    const [program = '', ...args] = definition.args
    const critical = (output: string): void => resolve({ status: 'critical', output })
    let child: ChildProcess
    try {
      child = spawn(program, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
    } catch (error) {
      critical(startError(program, error))
      return
    }
    const output = new TailBuffer(outputLimit(definition))
    for (const pipe of [child.stdout, child.stderr]) {
      pipe?.on('data', (chunk: Buffer) => output.write(chunk))
      pipe?.on('error', () => undefined)
    }
    const forget = onAbort(signal, () => {
      killGroup(child)
      // Somebody else may still hold the other ends.
      child.stdout?.destroy()
      child.stderr?.destroy()
      child.unref()
      const captured = output.captured()
      const limit = formatDuration(timeout * MILLISECOND)
      critical(`Timed out (${limit}) running check${captured && `\n\n${captured}`}`)
    })
    child.on('error', error => {
      forget()
      critical(startError(program, error))
    })
    // Not `exit`: the run lasts until everybody who could still print has gone.
    child.on('close', code => {
      forget()
      resolve({ status: STATUS_OF_EXIT.get(code) ?? 'critical', output: output.captured() })
    })
  })

/** Go's words for a program that could not be started. */
function startError(program: string, error: unknown): string {
  const code = errorCode(error)
  if (program === '') return 'exec: no command'
  // What Node refuses itself (a zero byte in an argument) the system would refuse, too.
  if (code === 'ERR_INVALID_ARG_VALUE') return `fork/exec ${program}: invalid argument`
  if (program.includes('/')) return `fork/exec ${program}: ${errnoText(error)}`
  return `exec: "${program}": ${code === 'ENOENT' ? 'executable file not found in $PATH' : errnoText(error)}`
}

/** Ends the program and all it has started: they are a process group of their own. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}
