import { clientFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'

/** `miniconsul operator raft transfer-leader`. */
export const command = clientCommand({
  call: 'operator raft transfer-leader [options]',
  about: 'Makes another server the leader.',
  flags: [...clientFlags, { name: 'id', kind: 'string', usage: 'ID of the server. Default: any.' }],
  async run({ flags, client, print }) {
    const query = { id: flags.string('id') || undefined }
    const asked = client('Error initializing client').request('POST', '/v1/operator/raft/transfer-leader', { query })
    // the typing error is the official client's
    const failed = 'Error transfering leadership: Failed to transfer leadership'
    const accepted = asked.then(answer => answer.expectOk())
    const answer = await explain(failed, accepted, reason => `${failed} ${reason}`)
    if (!answer.json<{ Success: boolean }>().Success) {
      print('Failed to transfer leadership')
      return 1
    }
    print('Success')
    return 0
  },
})
