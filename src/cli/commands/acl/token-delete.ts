import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { accessorFlag, accessorGiven, oldIdFlag } from './accessor-flags.ts'
import { accessorOf } from './ids.ts'

/** `miniconsul acl token delete`. */
export const command = clientCommand({
  call: 'acl token delete [options] -accessor-id ID',
  about: 'Deletes a token, which is named by its accessor ID.',
  flags: [...clientFlags, ...namespaceFlags, accessorFlag, oldIdFlag],
  async run(context) {
    const { client, print } = context
    const prefix = accessorGiven(context, {
      missing: 'Must specify the -accessor-id parameter',
      deprecated: 'Use the -accessor-id parameter to specify token by Accessor ID.',
    })
    const asked = client()
    const accessor = await explain('Error determining token ID', accessorOf(asked, prefix))
    await explain(`Error deleting token "${accessor}"`, asked.delete(`/v1/acl/token/${accessor}`))
    print(`Token "${accessor}" deleted successfully`)
  },
})
