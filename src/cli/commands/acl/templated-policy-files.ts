import { CommandError, type CommandIo } from '../../command.ts'
import { FileError, readArgument } from '../../data.ts'
import type { TemplatedPolicy } from './objects.ts'

/** The templated policies of a file: blocks `TemplatedPolicy "NAME" { Name = "…" }` in HCL, or the same in JSON. */
export async function readTemplatedPolicies(path: string, io: CommandIo): Promise<TemplatedPolicy[]> {
  // here, because most calls name no file
  const { templatedPoliciesIn } = await import('./templated-policy-blocks.ts')
  try {
    return templatedPoliciesIn(await readArgument(`@${path}`, io))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new CommandError(error.message, { cause: error })
  }
}
