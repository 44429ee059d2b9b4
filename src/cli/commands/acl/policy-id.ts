import type { ConsulClient } from '../../../client/client.ts'
import type { Flags } from '../../../go/flag.ts'
import { explain } from '../../client-command.ts'
import { CommandError } from '../../command.ts'
import { idOf, policyNamed } from './ids.ts'

/** Throws a CommandError when neither `-id` nor `-name` is given. */
export function requireIdOrName(flags: Flags): void {
  if (!flags.string('id') && !flags.string('name')) {
    throw new CommandError('Must specify either the -id or -name parameters')
  }
}

/** The ID of the policy that `-id` or `-name` say; throws a CommandError when there is none. */
export async function policyIdOf(flags: Flags, client: ConsulClient): Promise<string> {
  const [id, name] = [flags.string('id'), flags.string('name')]
  return explain('Error determining policy ID', id ? idOf(client, 'policy', id) : idNamed(client, name ?? ''))
}

async function idNamed(client: ConsulClient, name: string): Promise<string> {
  const policy = await explain(`Failed to find policy with name ${name}`, policyNamed(client, name))
  if (policy === undefined) throw new CommandError(`No such policy with name: ${name}`)
  return policy.ID
}
