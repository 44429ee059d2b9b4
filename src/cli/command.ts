import type { Clock } from '../lib/clock.ts'
import type { ChildHost } from './children.ts'
import type { SignalSource } from '../daemon/signals.ts'

/** Where a command writes. */
export interface Output {
  write(text: string | Uint8Array): unknown
  readonly isTTY?: boolean
}

/** The world as a command sees it. */
export interface CommandIo {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder that relative paths start from. */
  readonly cwd: string
  /** Reads to the end of the standard input. */
  readonly stdin: { read(): Promise<Uint8Array> }
  readonly signals: SignalSource
  readonly clock: Clock
  readonly children: ChildHost
}

/** What a file in commands/ gives. */
export interface Command {
  readonly usage: string
  /** The exit code when its flags are wrong; 1 by default. */
  readonly flagErrorCode?: number | undefined
  /** Resolves to the exit code. */
  run(argv: readonly string[], io: CommandIo): Promise<number>
}

/** An entry of the list of commands; the file itself is loaded when the command is called. */
export interface CommandEntry {
  /** One word, or several for a command of a group: `kv get`. */
  readonly name: string
  readonly synopsis: string
  /** Why it is not built. */
  readonly notBuilt?: string
  /** What differs from the official one; shown in COMPATIBILITY.md. */
  readonly note?: string
  /** It is no command of Consul's. */
  readonly own?: boolean
  load(): Promise<{ readonly command: Command }>
}

/** What ends a command: the message goes to stderr. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: number
  /** The help of the command follows the message. */
  readonly withUsage: boolean

  constructor(message: string, options: { exitCode?: number; withUsage?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.exitCode = options.exitCode ?? 1
    this.withUsage = options.withUsage ?? false
  }
}
