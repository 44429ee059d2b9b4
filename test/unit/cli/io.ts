import type { Child, ChildHost, ChildOptions } from '../../../src/cli/children.ts'
import type { CommandIo } from '../../../src/cli/command.ts'
import { MovableClock } from '../../../src/lib/clock.ts'
import { EventEmitter } from 'node:events'

/** An io that keeps what is written; `world` replaces parts of it. */
export function recordedIo({
  isTTY = true,
  stdin = '',
  ...world
}: Partial<Omit<CommandIo, 'stdin'>> & { isTTY?: boolean; stdin?: string } = {}) {
  const written = { stdout: '', stderr: '' }
  const output = (name: keyof typeof written) => ({
    isTTY,
    write: (text: string | Uint8Array) =>
      (written[name] += typeof text === 'string' ? text : Buffer.from(text).toString()),
  })
  const clock = new MovableClock({ manual: true })
  const signals = new EventEmitter()
  const io: CommandIo = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: {},
    cwd: '/nowhere',
    stdin: { read: () => Promise.resolve(Buffer.from(stdin)) },
    signals,
    clock,
    children: {
      spawn: () => {
        throw new Error('no child was expected')
      },
    },
    ...world,
  }
  return { io, written, clock, signals }
}

/** A child that was started, and the end of it. */
export interface StartedChild {
  readonly command: readonly string[] | string
  readonly options: ChildOptions
  readonly killed: NodeJS.Signals[]
  exit(code: number | null, signal?: NodeJS.Signals): void
}

/** Starts nothing; keeps what was to be started. */
export function recordedChildren() {
  const started: StartedChild[] = []
  const children: ChildHost = {
    spawn(command, options): Child {
      const killed: NodeJS.Signals[] = []
      let exit: StartedChild['exit'] = () => undefined
      const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(resolve => {
        exit = (code, signal) => resolve({ code, signal: signal ?? null })
      })
      started.push({ command, options, killed, exit: (code, signal) => exit(code, signal) })
      return { pid: started.length, exited, kill: signal => void killed.push(signal) }
    },
  }
  return { children, started }
}
