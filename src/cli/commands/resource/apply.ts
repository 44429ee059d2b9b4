import { toJson } from '../../../go/json.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { badArguments, resourceFlags, resourcePath, targetOfFile } from './arguments.ts'
import { readResource } from './file.ts'

/** `miniconsul resource apply`. */
export const command = clientCommand({
  call: 'resource apply [options] FILE',
  about: 'Writes a resource that a file holds (JSON or HCL); - is the standard input.',
  flags: resourceFlags,
  async run({ args, flags, io, client, print }) {
    const path = flags.string('f') || args[0]
    if (path === undefined) {
      throw badArguments('Must provide exactly one positional argument to specify the resource to write')
    }
    const file = await readResource(path, io)
    const target = targetOfFile(file)
    const { data, metadata } = file
    const answer = await explain(
      `Error writing resource ${target.type}/${target.name}`,
      client().put(resourcePath(target), toJson({ data, metadata }), target.query),
    )
    print(`${target.type} '${target.name}' created.`)
    print(toJson(answer.json(), true))
  },
})
