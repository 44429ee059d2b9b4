import { CommandError, type CommandIo } from '../../command.ts'
import { FileError, readArgument } from '../../data.ts'
import type { TemplatedPolicy } from './objects.ts'

/** The templated policies of a file: blocks `TemplatedPolicy "NAME" { Name = "…" }` in HCL, or the same in JSON. */
export async function readTemplatedPolicies(path: string, io: CommandIo): Promise<TemplatedPolicy[]> {
  // here, because most calls name no file
  const [{ parseHcl }, { HclError }] = await Promise.all([
    import('../../../go/hcl/parse.ts'),
    import('../../../go/hcl/error.ts'),
  ])
  try {
    const { TemplatedPolicy: blocks } = parseHcl(await readArgument(`@${path}`, io))
    return blocks === undefined ? [] : inBlocks(blocks).flatMap(namedBlocks)
  } catch (error) {
    if (!(error instanceof HclError || error instanceof FileError)) throw error
    throw new CommandError(error.message, { cause: error })
  }
}

type Block = Readonly<Record<string, unknown>>

/** Blocks are lists of objects, however many there are. */
function inBlocks(value: unknown): Block[] {
  const blocks: unknown[] = Array.isArray(value) ? value : [value]
  return blocks.map(block => {
    if (typeof block === 'object' && block !== null && !Array.isArray(block)) return block as Block
    throw new CommandError('root.TemplatedPolicy: not an object type for map (*ast.LiteralType)')
  })
}

/** Each policy under its name; other fields than the variable are passed over. */
const namedBlocks = (block: Block): TemplatedPolicy[] =>
  Object.entries(block).flatMap(([TemplateName, blocks]) =>
    inBlocks(blocks).map(fields => ({ TemplateName, TemplateVariables: { Name: nameIn(fields) } })),
  )

function nameIn(fields: Block): string {
  const key = Object.keys(fields).find(key => key.toLowerCase() === 'name')
  const value = key === undefined ? '' : fields[key]
  return typeof value === 'string' ? value : String(value)
}
