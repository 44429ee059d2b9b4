import type { Flag } from '../../../go/flag.ts'
import { CommandError, type CommandIo } from '../../command.ts'
import { FileError, readArgument } from '../../data.ts'

/** What a policy is made of. */
export const policyFlags: readonly Flag[] = [
  { name: 'description', kind: 'string', usage: 'Description of the policy.' },
  { name: 'name', kind: 'string', usage: 'Name of the policy.' },
  { name: 'rules', kind: 'string', usage: 'Rules, or @FILE with them, or - for the standard input.' },
  { name: 'valid-datacenter', kind: 'list', usage: 'Datacenter that the policy is valid in. May be repeated.' },
]

/** The text that an argument stands for; `failed` begins the message. */
export async function readText(argument: string, io: CommandIo, failed: string): Promise<string> {
  try {
    return Buffer.from(await readArgument(argument, io)).toString()
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new CommandError(`${failed}: ${error.message}`, { cause: error })
  }
}
