import type { Agent } from 'node:http'

/** Where requests go, and the time they live in: the machine's, or one that is moved. */
export interface Connection {
  readonly httpPort: number
  readonly httpsPort?: number
  readonly dnsPort: number
  /** Keeps connections for the next request; without it, each has its own. */
  readonly connections?: Agent
  /** The agent's working folder. */
  readonly dir: string
  /** Its other ports, by the name that `${…}` and the recordings use. */
  readonly ports: Readonly<Record<string, string>>
  /** Milliseconds; only differences mean something. */
  now(): number
  /** Lets so much time pass. */
  elapse(ms: number): Promise<void>
  /**
   * What the promise gives, or undefined once so much time passed without it. `served`: real milliseconds that moved time stands
   * still for what does not wait for it.
   */
  within<T>(promise: Promise<T>, ms: number, served?: number): Promise<T | undefined>
}
