import type { ConsulClient } from '../../../client/client.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { clientOfResources, parseNamed, resourceFlags, resourcePath, type Target, targetOf } from './arguments.ts'

/** `miniconsul resource delete`. */
export const command = clientCommand({
  call: 'resource delete [options] TYPE NAME',
  about: 'Deletes a resource.',
  flags: resourceFlags,
  parse: parseNamed,
  async run(context) {
    const target = await targetOf(context)
    const resource = `${target.type}/${target.name}`
    await explain(`Error deleting resource ${resource}`, remove(clientOfResources(context), target))
    context.print(`${resource} deleted`)
  },
})

/** Unlike all else that is deleted, a resource is so with 204. */
async function remove(client: ConsulClient, target: Target): Promise<void> {
  const answer = await client.request('DELETE', resourcePath(target), { query: target.query })
  if (answer.status !== 204) answer.expectOk()
}
