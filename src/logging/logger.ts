/** Where the parts of the emulator tell what they do; `fields` are appended to the line as `key=value`. */
export interface Logger {
  /** What only somebody who looks for something wants to know. */
  debug(msg: string, fields?: object): void
  /** What goes on. */
  info(msg: string, fields?: object): void
  /** What is worth a look. */
  warn(msg: string, fields?: object): void
  /** What went wrong. */
  error(msg: string, fields?: object): void
  /** Whether anybody reads `debug` lines: what is costly to say is said only then. Default: nobody does. */
  readonly debugging?: boolean
}

/** A logger that says nothing. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
