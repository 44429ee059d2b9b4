/** Where the parts of the emulator tell what they do; `fields` are appended to the line as `key=value`. */
export interface Logger {
  debug(msg: string, fields?: object): void
  info(msg: string, fields?: object): void
  warn(msg: string, fields?: object): void
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
