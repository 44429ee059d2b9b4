import { toJson } from '../../../go/json.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { clientOfResources, parseTyped, resourceFlags, targetOf } from './arguments.ts'

/** `miniconsul resource list`. */
export const command = clientCommand({
  call: 'resource list [options] TYPE',
  about: 'Prints the resources of a type.',
  flags: resourceFlags,
  parse: parseTyped,
  async run(context) {
    const { path, type, query } = await targetOf(context)
    const answer = await explain(
      `Error reading resources for type ${type}`,
      clientOfResources(context).get(`/api/${path}`, { consistent: '', ...query }),
    )
    context.print(toJson(answer.json(), true))
  },
})
