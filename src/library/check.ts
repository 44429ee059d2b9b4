import { types } from 'node:util'
import { type Kind, WHOLE } from '../lib/kinds.ts'
import { ConsulError, type ConsulErrorCode } from '../model/errors.ts'
import type { Arguments, Signatures } from './argument-kinds.ts'

/** What was to be done, and what was given for it. */
export interface Given {
  /** After "Failed to". */
  readonly what: string
  /** What the value is called; default: all that is given. */
  readonly place?: string
  /** Default `MC_ERR_OPTIONS`. */
  readonly code?: ConsulErrorCode
}

/** Throws unless a value is of its kind: the message names what is not, what was expected and what is near. */
export function check(kind: Kind, value: unknown, { what, place = WHOLE, code = 'MC_ERR_OPTIONS' }: Given): void {
  const problem = kind.problem(value, place)
  if (problem !== undefined)
    throw new ConsulError(code, `Failed to ${what}: ${problem}${problem.endsWith('?') ? '' : '.'}`)
}

/** Throws unless the arguments of a call are what its signature says. */
export function checkArguments(call: string, signature: Arguments, given: readonly unknown[]): void {
  for (const [at, { name, kind, optional }] of signature.entries()) {
    const value = given[at]
    if (value !== undefined || optional !== true) check(kind, value, { what: `call ${call}`, place: name })
  }
}

/** Lets methods of an object look at their arguments first. */
export function withCheckedCalls<T extends object>(name: string, signatures: Signatures, target: T): T {
  return withGuardedCalls(target, Object.keys(signatures), (method, given) =>
    checkArguments(`${name}.${method}`, signatures[method] ?? [], given),
  )
}

/** Asks a guard before some methods of an object run. It may throw; methods that are async reject then. */
export function withGuardedCalls<T extends object>(
  target: T,
  methods: readonly string[],
  guard: (method: string, given: readonly unknown[]) => void,
): T {
  for (const method of methods) {
    const run = Reflect.get(target, method) as (...given: unknown[]) => unknown
    const guarded = (...given: unknown[]): unknown => {
      guard(method, given)
      return run(...given)
    }
    Reflect.set(target, method, types.isAsyncFunction(run) ? async (...given: unknown[]) => guarded(...given) : guarded)
  }
  return target
}
