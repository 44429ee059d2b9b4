import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Route } from './route.ts'

/** An API beside Consul's, with rules of its own for who may use it. */
export interface MountedApp {
  /** All its paths begin with it. */
  readonly prefix: string
  /** Called once, when it is first used. */
  routes(): readonly Route[]
  /** Whether a request may come in; when not, it was answered. */
  admits(raw: IncomingMessage, res: ServerResponse): boolean
}
