import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'

/** A fastify plugin: adds routes, hooks and other plugins to an app. What it returns is waited for if it is a promise. */
export type ServerPlugin = (app: FastifyInstance) => unknown

/** A plugin of our own, loaded by the first request that is for it. */
export interface LazyPlugin {
  /** All its paths begin with it, such as `/_miniconsul/`. */
  readonly prefix: string
  /** It answers every method and path, also those that fastify does not know. */
  readonly anyRequest?: boolean
  /** Whether a request below its prefix is for Consul all the same. */
  isConsuls?(raw: IncomingMessage): boolean
  /** Imports it. It has an app for itself, and sets compilers if its routes have schemas. */
  load(): Promise<ServerPlugin>
}
