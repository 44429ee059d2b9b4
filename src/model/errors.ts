/** What `code` of a ConsulError can be. */
export type ConsulErrorCode =
  /** Options that make no emulator; the message names the option. */
  | 'MC_ERR_OPTIONS'
  /** A duration that cannot be read. */
  | 'MC_ERR_DURATION'
  /** Something that is there only while the emulator listens. */
  | 'MC_ERR_NOT_LISTENING'
  /** Consul's own refusal: `statusCode` and `reason` are what an HTTP client would get. */
  | 'MC_ERR_REFUSED'
  /** A seed that cannot be read; the message names the file and the place in it. */
  | 'MC_ERR_SEED'
  /** Something that a cluster cannot do: a node that is not there, a leader without most of the servers. */
  | 'MC_ERR_CLUSTER'
  /** A data folder that cannot be used; the message names it and says why. Nothing in it was changed. */
  | 'MC_ERR_DATA_FOLDER'
  /** What was given to `restore` is no snapshot. */
  | 'MC_ERR_SNAPSHOT'
  /** A fault that means nothing; the message says what is wrong with it. */
  | 'MC_ERR_FAULT'
  /** A match of requests with members that mean nothing. */
  | 'MC_ERR_MATCH'
  /** `assertUsed` found faults that did not happen. */
  | 'MC_ERR_FAULTS_UNUSED'
  /** `assertRequested` did not find what it looked for; the message tells what came near. */
  | 'MC_ERR_NOT_REQUESTED'
  /** The emulator was closed while something was waited for. */
  | 'MC_ERR_CLOSED'
  /** Something that only the emulator can do was asked of a real Consul. */
  | 'MC_ERR_UPSTREAM'
  /** A real Consul does not answer; the message names its address. */
  | 'MC_ERR_UNREACHABLE'
  /** A port that is taken, with the code that Node has for it; the message names the option. */
  | 'EADDRINUSE'
  /** A port that this process may not listen on. */
  | 'EACCES'
  /** A host that is no address of this machine. */
  | 'EADDRNOTAVAIL'

/** What a ConsulError carries besides its message. */
export interface ConsulErrorOptions extends ErrorOptions {
  /** The status that Consul answers with. */
  readonly statusCode?: number
  /** Consul's own text. */
  readonly reason?: string
}

/**
 * Everything that the library throws: `code` tells what kind of failure it is, the message what failed and why.
 *
 * @example
 * try {
 *   consul.kv.acquire('lock', 'no-such-session')
 * } catch (err) {
 *   if (err instanceof ConsulError) console.log(err.code, err.statusCode, err.reason)
 * }
 */
export class ConsulError extends Error {
  override readonly name = 'ConsulError'
  /** What kind of failure it is. */
  readonly code: ConsulErrorCode
  /** The status that Consul answers with over HTTP; only with `MC_ERR_REFUSED` (and failures of an upstream). */
  readonly statusCode: number | undefined
  /** Consul's own text, exactly; only with `MC_ERR_REFUSED` (and failures of an upstream). */
  readonly reason: string | undefined

  /** Made by the library. */
  constructor(code: ConsulErrorCode, message: string, options: ConsulErrorOptions = {}) {
    super(message, options)
    this.code = code
    this.statusCode = options.statusCode
    this.reason = options.reason
  }
}
