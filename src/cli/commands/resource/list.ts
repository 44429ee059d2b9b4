import { toJson } from '../../../go/json.ts'
import { type ClientContext, clientCommand, explain } from '../../client-command.ts'
import { badArguments, pathOf, resourceFlags, type Target, targetOfFile, withFlagsBehind } from './arguments.ts'
import { readResource } from './file.ts'

/** `miniconsul resource list`. */
export const command = withFlagsBehind(
  1,
  clientCommand({
    call: 'resource list [options] TYPE',
    about: 'Prints the resources of a type.',
    flags: resourceFlags,
    async run(context) {
      const { client, print } = context
      const { path, type, query } = await listed(context)
      const answer = await explain(
        `Error reading resources for type ${type}`,
        client().get(`/api/${path}`, { consistent: '', ...query }),
      )
      print(toJson(answer.json(), true))
    },
  }),
)

async function listed({ args, flags, io }: ClientContext): Promise<Omit<Target, 'name'>> {
  const [type, extra] = args
  const file = flags.string('f')
  if (type === undefined) {
    if (file) return targetOfFile(await readResource(file, io))
    throw badArguments('Must include resource type argument')
  }
  if (file) throw badArguments('File argument is not needed when resource information is provided with the command')
  if (extra !== undefined) throw badArguments('Must include flag arguments after resource type')
  if (type.split('.').length !== 3) {
    throw badArguments('Must include resource type argument in group.version.kind format')
  }
  return { path: pathOf(type), type, query: {} }
}
