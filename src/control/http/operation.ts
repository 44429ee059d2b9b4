import type { Agent } from '../../agent/agent.ts'
import { ConsulError } from '../../model/errors.ts'
import { Refusal } from '../../api/refusals.ts'
import type { Reply } from '../../http/reply.ts'
import type { Request } from '../../http/request.ts'
import { action, type Handler, type Method, route, type Route, watch, type Watch } from '../../http/route.ts'
import type { Schema } from './schema.ts'

/** A parameter in the query. */
export interface Parameter {
  readonly name: string
  readonly description: string
  readonly schema: Schema
  readonly required?: boolean
}

/** One method of a path, with all that its description says. */
export interface Operation {
  readonly summary: string
  readonly description?: string
  readonly query?: readonly Parameter[]
  /** What the body may be, by content type. */
  readonly body?: Readonly<Record<string, Schema>>
  readonly bodyOptional?: boolean
  readonly answer: {
    readonly description: string
    /** Default `application/json`. */
    readonly type?: string
    readonly schema: Schema
    /** It carries `X-Consul-Index`. */
    readonly indexed?: boolean
  }
  /** What else it answers, always as text, by status. */
  readonly refusals?: Readonly<Record<number, string>>
  readonly handler: Handler
}

/** A path of the test bench, as OpenAPI spells it: `/_miniconsul/faults/{id}`. */
export interface TestingRoute {
  readonly path: string
  readonly operations: Readonly<Partial<Record<Method, Operation>>>
}

/** The same for the router, which knows one name in a path: what follows the first belongs to it. */
export function toRoute({ path, operations }: TestingRoute): Route {
  const [, before = '', , after = ''] = /^([^{]*)(\{.*\})?([^}]*)$/.exec(path) ?? []
  const methods = Object.fromEntries(Object.entries(operations).map(([method, { handler }]) => [method, handler]))
  return route(path.includes('{') ? `${before}:name${after}` : path, methods)
}

/** Does something, and tells the client why when it was refused. */
export function does(run: (req: Request, agent: Agent) => Reply | Promise<Reply>): Handler {
  return action((req, agent) => {
    try {
      const reply = run(req, agent)
      return reply instanceof Promise ? reply.catch(refuse) : reply
    } catch (err) {
      return refuse(err)
    }
  })
}

/** Waits for something, by `?index=` and `?wait=`. */
export function waits<T>(run: (req: Request, agent: Agent) => Watch<T>): Handler {
  return watch<T>((req, agent) => {
    const { answer, ...rest } = refusing(() => run(req, agent))
    // a pattern is compared only now, and may take too long
    return { ...rest, answer: value => refusing(() => answer(value)) }
  })
}

function refusing<T>(fn: () => T): T {
  try {
    return fn()
  } catch (err) {
    return refuse(err)
  }
}

/** Misuse is the client's fault here, not the server's. */
function refuse(err: unknown): never {
  if (err instanceof ConsulError) throw new Refusal(err.statusCode ?? 400, err.message)
  throw err
}
