/** Where a command writes. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
}

/** The world as a command sees it. */
export interface CommandIo {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
}

/** What a file in commands/ gives. */
export interface Command {
  readonly usage: string
  /** Resolves to the exit code. */
  run(argv: readonly string[], io: CommandIo): Promise<number>
}

/** An entry of the list of commands; the file itself is loaded when the command is called. */
export interface CommandEntry {
  readonly name: string
  readonly synopsis: string
  load(): Promise<{ readonly command: Command }>
}
