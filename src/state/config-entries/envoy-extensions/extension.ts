import { DurationError, parseDuration } from '../../../go/duration.ts'
import { camelStruct, type StringMap } from '../../../go/mapstructure/containers.ts'
import { decodeStrictly, MapstructureError } from '../../../go/mapstructure/decode.ts'
import { named, string } from '../../../go/mapstructure/scalars.ts'
import type { Type } from '../../../go/mapstructure/type.ts'
import { multierror } from '../../../go/multierror.ts'
import { quoteGo } from '../../../go/quote.ts'

/** Arguments as an entry holds them. */
export type Arguments = StringMap<unknown>

/** What is wrong with the arguments of an extension, as one text; undefined where nothing is. */
export type Extension = (given: Arguments) => string | undefined

/**
 * A built-in extension by the type of its arguments and what is wrong with such ones. They change what proxies do, of which there are none here,
 * so the arguments are judged and go no further.
 */
export function defineExtension<T>(
  type: Type<T>,
  problemOf: (args: T) => string | undefined,
  { decode = decodeStrictly, prefix = 'error decoding extension arguments: ' }: Decoding = {},
): Extension {
  return given => {
    let args
    try {
      args = decode(type, given)
    } catch (err) {
      if (err instanceof MapstructureError) return prefix + err.message
      throw err
    }
    return problemOf(args)
  }
}

interface Decoding {
  readonly decode?: <T>(type: Type<T>, given: Arguments) => T
  /** What stands before the errors of arguments that do not have their types. */
  readonly prefix?: string
}

export const multierrorOf = (problems: readonly string[]): string | undefined =>
  problems.length > 0 ? multierror(problems) : undefined

/** The kind of proxy that an extension is for. */
export const proxyType = named('api.ServiceKind')

export const proxyTypeProblems = (type: string): readonly string[] =>
  ['', 'connect-proxy'].includes(type)
    ? []
    : [`unsupported ProxyType ${quoteGo(type)}, only "connect-proxy" is supported`]

export const listenerTypeProblems = (type: string): readonly string[] =>
  ['', 'inbound', 'outbound'].includes(type)
    ? []
    : [`unexpected ListenerType ${quoteGo(type)}, supported values are "inbound" or "outbound"`]

export const serviceName = camelStruct({ Name: string, Namespace: string, Partition: string })

/** Why a text that may be empty is no duration. */
export function durationProblem(text: string): string | undefined {
  try {
    if (text !== '') parseDuration(text)
    return undefined
  } catch (err) {
    if (err instanceof DurationError) return err.message
    throw err
  }
}
