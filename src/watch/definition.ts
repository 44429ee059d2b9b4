import { parseWatch, WatchError, type WatchPlan } from './plan.ts'
import { showGo } from './show-go.ts'

/** A watch of the agent's configuration. */
export interface WatchDefinition {
  readonly plan: WatchPlan
  /** A program and its arguments, or a text for a shell; undefined for a handler over HTTP. */
  readonly script: readonly string[] | string | undefined
}

/** Reads watches as a configuration gives them; throws a WatchError with the agent's words. */
export function readWatches(given: readonly Readonly<Record<string, unknown>>[]): WatchDefinition[] {
  return given.map(definition => readWatch({ handler_type: 'script', ...definition }))
}

function readWatch(given: Record<string, unknown>): WatchDefinition {
  const plan = parse(given)
  if (plan.handlerType === 'http') return { plan, script: undefined }
  if (plan.handlerType !== 'script') throw new WatchError(`Handler type '${plan.handlerType}' not recognized`)
  const { handler, args } = plan.exempt
  if (handler !== undefined && args !== undefined) throw new WatchError('Only one watch handler allowed')
  if (handler === undefined && args === undefined) throw new WatchError('Must define a watch handler')
  if (handler !== undefined && typeof handler !== 'string') throw new WatchError('Watch handler must be a string')
  return { plan, script: handler ?? readArguments(args) }
}

function parse(given: Record<string, unknown>): WatchPlan {
  try {
    return parseWatch(given, ['handler', 'args'])
  } catch (error) {
    if (!(error instanceof WatchError)) throw error
    throw new WatchError(`Failed to parse watch (${showGo(given)}): ${error.message}`, { cause: error })
  }
}

function readArguments(args: unknown): readonly string[] {
  const list = Array.isArray(args) ? (args as unknown[]) : [args]
  if (list.every(argument => typeof argument === 'string')) return list as string[]
  throw new WatchError('Watch args must be a list of strings')
}
