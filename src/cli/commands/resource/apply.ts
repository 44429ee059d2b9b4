import { toJson } from '../../../go/json.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { agentClientFlags } from '../../client-flags.ts'
import { badArguments, clientOfResources, fileFlag, resourcePath, targetOfFile } from './arguments.ts'
import { readResource } from './file.ts'

/** `miniconsul resource apply`. */
export const command = clientCommand({
  call: 'resource apply [options] FILE',
  about: 'Writes a resource that a file holds (JSON or HCL); - is the standard input.',
  flags: [...agentClientFlags, fileFlag],
  async run(context) {
    const { args, flags, io, print } = context
    const path = flags.string('f') || args[0]
    if (!path) {
      throw badArguments('Must provide exactly one positional argument to specify the resource to write')
    }
    const file = await readResource(path, io)
    const target = targetOfFile(file)
    const { data, metadata } = file
    const answer = await explain(
      `Error writing resource ${target.type}/${target.name}`,
      clientOfResources(context).put(resourcePath(target), toJson({ data, metadata }), target.query),
    )
    print(`${target.type} '${target.name}' created.`)
    print(toJson(answer.json(), true))
  },
})
