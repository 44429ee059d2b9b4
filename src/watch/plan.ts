import { DurationError, parseDuration, toMs } from '../go/duration.ts'
import { readHttpHandlerConfig } from './http-handler-config.ts'
import { type WatchParameter, type WatchParameters, type WatchType, watchTypes } from './types.ts'

/** A definition that is none; the message is the official client's. */
export class WatchError extends Error {
  override readonly name = 'WatchError'
}

/** Where a handler over HTTP is. */
export interface HttpHandler {
  readonly url: string
  readonly method: string
  /** Milliseconds. */
  readonly timeout: number
  readonly headers: Readonly<Record<string, readonly string[]>>
  readonly skipVerify: boolean
}

/** What to watch, and with which handler. */
export interface WatchPlan {
  readonly type: string
  readonly kind: WatchType
  readonly parameters: WatchParameters
  readonly datacenter: string
  readonly token: string
  readonly handlerType: string
  readonly http: HttpHandler | undefined
  /** Parameters for the caller that runs the watch. */
  readonly exempt: Readonly<Record<string, unknown>>
}

/** Reads a definition. What has been understood is taken out of `given`, as errors show what is left. */
export function parseWatch(given: Record<string, unknown>, exempt: readonly string[] = []): WatchPlan {
  const datacenter = takeString(given, 'datacenter')
  const token = takeString(given, 'token')
  const type = takeString(given, 'type')
  if (type === '') throw new WatchError('Watch type must be specified')
  const handlerType = takeString(given, 'handler_type')
  const http = handlerType === 'http' ? takeHttpHandler(given) : undefined
  const kind = Object.hasOwn(watchTypes, type) ? watchTypes[type] : undefined
  if (!kind) throw new WatchError(`Unsupported watch type: ${type}`)
  const parameters: Record<string, string | boolean | readonly string[]> = {}
  for (const parameter of kind.parameters) {
    const value = TAKE[parameter.kind](given, parameter.name)
    if (parameter.required !== undefined && value === '') throw new WatchError(parameter.required)
    parameters[parameter.name] = value
  }
  const problem = kind.problem?.(parameters)
  if (problem !== undefined) throw new WatchError(problem)
  const exempted = Object.fromEntries(exempt.filter(name => name in given).map(name => [name, given[name]]))
  const left = Object.keys(given).filter(name => !exempt.includes(name))
  for (const name of Object.keys(exempted)) delete given[name]
  if (left.length > 0) throw new WatchError(`Invalid parameters: [${left.toSorted().join(' ')}]`)
  return { type, kind, parameters, datacenter, token, handlerType, http, exempt: exempted }
}

type Given = Record<string, unknown>

function take(given: Given, name: string): unknown {
  const value = given[name]
  delete given[name]
  return value
}

function takeString(given: Given, name: string): string {
  if (!(name in given)) return ''
  if (typeof given[name] !== 'string') throw new WatchError(`Expecting ${name} to be a string`)
  return take(given, name) as string
}

function takeBoolean(given: Given, name: string): boolean {
  if (!(name in given)) return false
  if (typeof given[name] !== 'boolean') throw new WatchError(`Expecting ${name} to be a boolean`)
  return take(given, name) as boolean
}

function takeStrings(given: Given, name: string): readonly string[] {
  const value = given[name]
  if (value === undefined) return []
  if (typeof value !== 'string' && !Array.isArray(value)) {
    throw new WatchError(`Expecting ${name} to be a string or []string`)
  }
  const list: readonly unknown[] = typeof value === 'string' ? [value] : value
  const wrong = list.findIndex(item => typeof item !== 'string')
  if (wrong >= 0) throw new WatchError(`Index ${wrong} of ${name} expected to be string`)
  delete given[name]
  return list as readonly string[]
}

const TAKE: Readonly<
  Record<WatchParameter['kind'], (given: Given, name: string) => string | boolean | readonly string[]>
> = { string: takeString, boolean: takeBoolean, strings: takeStrings }

const DEFAULT_TIMEOUT = 10_000

function takeHttpHandler(given: Given): HttpHandler {
  const config = given['http_handler_config']
  if (config === undefined) throw new WatchError("Handler type 'http' requires 'http_handler_config' to be set")
  const fail = (why: string): never => {
    throw new WatchError(`Failed to parse 'http_handler_config': ${why}`)
  }
  const { path = '', method, timeout = '', header, tls_skip_verify: skipVerify } = readHttpHandlerConfig(config, fail)
  if (path === '') fail("Requires 'path' to be set")
  delete given['http_handler_config']
  return {
    url: path,
    method: method || 'POST',
    timeout: timeout === '' ? DEFAULT_TIMEOUT : readTimeout(timeout, fail),
    headers: header ?? {},
    skipVerify: skipVerify ?? false,
  }
}

function readTimeout(text: string, fail: (why: string) => never): number {
  try {
    return toMs(parseDuration(text))
  } catch (error) {
    if (!(error instanceof DurationError)) throw error
    return fail(`Failed to parse timeout: ${error.message}`)
  }
}
