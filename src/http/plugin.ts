import type { FastifyInstance } from 'fastify'

/** A fastify plugin: adds routes, hooks and other plugins to an app. What it returns is waited for if it is a promise. */
export type ServerPlugin = (app: FastifyInstance) => unknown

/** A plugin that is loaded with fastify, at the first request that is for it. */
export interface LazyPlugin {
  /** All its paths begin with it, such as `/_miniconsul/`. */
  readonly prefix: string
  /** Imports it. Its hooks, error handler and content type parsers are for its own routes only. */
  load(): Promise<ServerPlugin>
}
