import { FlagError } from '../../../go/flag.ts'

/** The value of a flag that must be there; the help follows the message when it is not. */
export function required(flag: string, value: string | undefined): string {
  if (!value) throw new FlagError(`Missing required '-${flag}' flag`)
  return value
}
