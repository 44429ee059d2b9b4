import { FlagError, type Flags } from '../../go/flag.ts'

/** The values of a repeated flag of the form `key=value`. */
export function pairsOf(flags: Flags, name: string): [key: string, value: string][] {
  return flags.list(name).map(text => {
    const equals = text.indexOf('=')
    if (equals >= 0) return [text.slice(0, equals), text.slice(equals + 1)]
    throw new FlagError(
      `invalid value ${JSON.stringify(text)} for flag -${name}: Missing "=" value in argument: ${text}`,
    )
  })
}
