import { toJson } from '../../../go/json.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { resourceFlags, resourcePath, targetOf, withFlagsBehind } from './arguments.ts'

/** `miniconsul resource read`. */
export const command = withFlagsBehind(
  2,
  clientCommand({
    call: 'resource read [options] TYPE NAME',
    about: 'Prints a resource.',
    flags: resourceFlags,
    async run(context) {
      const target = await targetOf(context)
      const answer = await explain(
        `Error reading resource ${target.type}/${target.name}`,
        context.client().get(resourcePath(target), { consistent: '', ...target.query }),
      )
      context.print(toJson(answer.json(), true))
    },
  }),
)
