import { toJson } from '../../../go/json.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { clientOfResources, parseNamed, resourceFlags, resourcePath, targetOf } from './arguments.ts'

/** `miniconsul resource read`. */
export const command = clientCommand({
  call: 'resource read [options] TYPE NAME',
  about: 'Prints a resource.',
  flags: resourceFlags,
  parse: parseNamed,
  async run(context) {
    const target = await targetOf(context)
    const answer = await explain(
      `Error reading resource ${target.type}/${target.name}`,
      clientOfResources(context).get(resourcePath(target), { consistent: '', ...target.query }),
    )
    context.print(toJson(answer.json(), true))
  },
})
