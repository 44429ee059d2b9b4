/** The values of `ConsulError.code`. */
export type ConsulErrorCode =
  /** An invalid option; the message names it. */
  | 'MC_ERR_OPTIONS'
  /** An invalid duration. */
  | 'MC_ERR_DURATION'
  /** An address was requested while the emulator does not listen. */
  | 'MC_ERR_NOT_LISTENING'
  /** Consul refuses the request: `statusCode` and `reason` are what an HTTP client gets. */
  | 'MC_ERR_REFUSED'
  /** An invalid seed; the message names the file and the location in it. */
  | 'MC_ERR_SEED'
  /** An impossible change of the cluster: an unknown node, an election without a quorum. */
  | 'MC_ERR_CLUSTER'
  /** An unusable data folder; the message says why. The folder is unchanged. */
  | 'MC_ERR_DATA_FOLDER'
  /** An invalid snapshot. */
  | 'MC_ERR_SNAPSHOT'
  /** The state of an index is not known any more, or not yet; the past cannot be changed. */
  | 'MC_ERR_HISTORY'
  /** An invalid fault; the message says why. */
  | 'MC_ERR_FAULT'
  /** An invalid match of requests. */
  | 'MC_ERR_MATCH'
  /** `assertUsed` found unused faults. */
  | 'MC_ERR_FAULTS_UNUSED'
  /** `assertRequested` found no such request; the message lists the closest ones. */
  | 'MC_ERR_NOT_REQUESTED'
  /** A wait timed out; the message lists what happened instead. */
  | 'MC_ERR_TIMEOUT'
  /** The emulator was closed during a wait. */
  | 'MC_ERR_CLOSED'
  /** The operation needs the emulator, but the connection is to a real Consul. */
  | 'MC_ERR_UPSTREAM'
  /** A real Consul does not answer; the message names its address. */
  | 'MC_ERR_UNREACHABLE'
  /** A port that is taken, with the code that Node has for it; the message names the option. */
  | 'EADDRINUSE'
  /** A port that this process may not listen on. */
  | 'EACCES'
  /** A host that is no address of this machine. */
  | 'EADDRNOTAVAIL'

/** Details of a ConsulError. */
export interface ConsulErrorOptions extends ErrorOptions {
  /** The status that Consul answers with. */
  readonly statusCode?: number
  /** Consul's own text. */
  readonly reason?: string
}

/**
 * The error that the library throws: `code` tells the kind of failure, the message what failed and why.
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
