import type { Logger } from '../logging/logger.ts'
import type { Leadership } from './leadership.ts'
import { MEMBER_STATUS } from './member.ts'
import type { MemberChange, Members } from './members.ts'

/** Logs what happens to members and leaders of a datacenter, in the words of Consul's servers. */
export function logCluster(members: Members, leadership: Leadership, logger: Logger): void {
  let leader = leadership.leader?.Name
  members.onChange(change => logMember(change, logger))
  leadership.onChange(() => {
    const next = leadership.leader?.Name
    if (next === leader) return
    leader = next
    if (next === undefined) logger.warn('cluster leadership lost')
    else {
      logger.info('cluster leadership acquired')
      logger.info('New leader elected', { payload: next })
    }
  })
}

function logMember({ name, before, after }: MemberChange, logger: Logger): void {
  if (before?.Status === after?.Status) return
  const fields = { member: name, partition: 'default' }
  if (!after) logger.info('deregistering member', { ...fields, reason: 'reaped' })
  else if (after.Status === MEMBER_STATUS.alive) logger.info('member joined, marking health alive', fields)
  else if (after.Status === MEMBER_STATUS.failed) logger.info('member failed, marking health critical', fields)
  else if (after.Status === MEMBER_STATUS.left) logger.info('deregistering member', { ...fields, reason: 'left' })
}
