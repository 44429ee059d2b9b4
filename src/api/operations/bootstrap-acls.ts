import type { Agent } from '../../agent/agent.ts'
import { readResetFile, removeResetFile } from '../../agent/acl/reset-file.ts'
import type { AclToken } from '../../model/acl-rows.ts'
import { bootstrapToken, resetIndex } from '../../state/acl/bootstrap.ts'
import { RESERVED_PREFIX } from '../../state/acl/names.ts'
import { StateError } from '../../state/errors.ts'
import type { View } from '../../state/view.ts'
import { Refusal } from '../refusals.ts'

/** Makes the first token, with all rights; once, and once more for each index in the reset file. */
export function bootstrapAcls(agent: Agent, given: string): AclToken {
  const { store, clock, random, settings } = agent
  checkAllowed(store.view, settings.dataDir)
  if (given !== '') checkSecret(store.view, given)
  const parts = { uuid: () => random.uuid(), now: clock.now() }
  const token = store.write(tx => bootstrapToken(tx, given || random.uuid(), parts))
  removeResetFile(settings.dataDir)
  return token
}

function checkAllowed(view: View, dataDir: string | undefined): void {
  const last = resetIndex(view)
  if (last === undefined) return
  const wanted = readResetFile(dataDir)
  if (wanted === undefined) {
    throw new Refusal(403, `Permission denied: ACL bootstrap no longer allowed (reset index: ${last})`)
  }
  if (wanted !== last) {
    throw new StateError(`Invalid bootstrap reset index (specified ${wanted}, reset index: ${last})`)
  }
}

function checkSecret(view: View, secret: string): void {
  if (secret.length !== 36) throw new StateError('uuid string is wrong length')
  if (!/^[^-]{8}(-[^-]{4}){3}-[^-]{12}$/.test(secret)) throw new StateError('uuid is improperly formatted')
  if (secret.startsWith(RESERVED_PREFIX) || view.get('aclTokens', secret)) {
    throw new StateError('Provided token cannot be used because a token with that secret already exists.')
  }
}
