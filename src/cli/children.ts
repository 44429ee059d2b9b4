/** How a child process ended. */
export interface ChildExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A child process. */
export interface Child {
  readonly pid: number | undefined
  /** Rejects when it could not be started; the message is Go's. */
  readonly exited: Promise<ChildExit>
  kill(signal: NodeJS.Signals): void
}

/** How a child process is started; what it prints goes where ours goes. */
export interface ChildOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
  /** What it reads: bytes, our own input, or nothing. */
  readonly stdin: Uint8Array | 'inherit' | 'ignore'
  /** The shell that a command in one text is given to. Default: /bin/sh. */
  readonly shell?: string
}

/** Starts child processes. */
export interface ChildHost {
  /** A list is a program and its arguments; a text is given to a shell. */
  spawn(command: readonly string[] | string, options: ChildOptions): Child
}
