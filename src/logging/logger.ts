/** Where log lines go; `fields` belong to the line as `key=value`. */
export interface Logger {
  /** Details for troubleshooting. */
  debug(msg: string, fields?: object): void
  /** Normal operation. */
  info(msg: string, fields?: object): void
  /** Something unexpected that does no harm. */
  warn(msg: string, fields?: object): void
  /** Something failed. */
  error(msg: string, fields?: object): void
  /** Whether `debug` lines are of use: those that cost something to make are made only then. Default false. */
  readonly debugging?: boolean
}

/** What pino's loggers have in common, and those made like them: the fields come first, and children carry bindings. */
export interface PinoLike {
  /** Makes the logger of one module of the agent, such as `agent.http`. */
  child(bindings: { readonly module: string }): PinoLike
  /** Details for troubleshooting. */
  debug(fields: object, msg: string): void
  /** Normal operation. */
  info(fields: object, msg: string): void
  /** Something unexpected that does no harm. */
  warn(fields: object, msg: string): void
  /** Something failed. */
  error(fields: object, msg: string): void
  /** Whether lines of a level are written. Without it, lines of level `debug` that cost something to make are not made. */
  isLevelEnabled?(level: string): boolean
}

/** A logger that discards everything. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
