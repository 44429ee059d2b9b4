import type { Agent } from '../../agent/agent.ts'
import type { Datacenter } from '../../agent/datacenter.ts'
import type { DatacenterKeys, MemberKeys } from '../../agent/datacenter-keys.ts'
import type { KeyringRequest } from '../../agent/keyring.ts'
import { isServer, MEMBER_STATUS } from '../../agent/member.ts'
import type { Authorizer } from '../../state/acl/authorizer.ts'
import { demand } from '../acl/permission.ts'
import { Refusal, refusal } from '../refusals.ts'

/** Refuses what the authorizer may not do with keys. */
export function demandKeyring(authorizer: Authorizer, request: KeyringRequest): void {
  demand(authorizer, 'keyring', request.do === 'list' ? 'read' : 'write')
}

/** Has every living member of a datacenter of this process change or tell its keys. */
export async function askMembers(datacenter: Datacenter<Agent>, request: KeyringRequest): Promise<MemberKeys[]> {
  const alive = datacenter.members.list().filter(({ Status }) => Status === MEMBER_STATUS.alive)
  return Promise.all(
    alive.map(async member => ({
      name: member.Name,
      isServer: isServer(member),
      answer: await datacenter.agent(member.Name)?.askKeyring(request),
    })),
  )
}

/**
 * The same in every datacenter that the agent knows, its own first; `token`: whose rights count in those of other processes.
 * Throws where one of them cannot be asked, though the others were.
 */
export async function askKeyrings(
  { datacenter: here, federation }: Agent,
  request: KeyringRequest,
  { token, localOnly }: { readonly token: string; readonly localOnly: boolean },
): Promise<readonly DatacenterKeys[]> {
  const known = localOnly ? [here] : federation.from(here)
  return Promise.all(
    known.map(async ({ name }) => {
      const inProcess = name === here.name ? here : federation.find(name)
      if (inProcess) return { datacenter: name, members: await askMembers(inProcess, request) }
      const members = await federation.remote(name)?.askKeyrings(request, token)
      if (!members) throw refusal.noPathToDatacenter()
      if ('refused' in members) throw new Refusal(statusOf(members.refused), members.refused)
      return { datacenter: name, members }
    }),
  )
}

/** Of what another datacenter refuses. */
const statusOf = (text: string): number => (text.includes('Permission denied') ? 403 : 500)
