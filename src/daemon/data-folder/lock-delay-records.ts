import type { LockDelays } from '../../agent/lock-delays.ts'
import type { GroupCommit } from './group-commit.ts'

const DELAYS = 'lock delays'

/** Writes until when keys cannot be acquired, all in one record: there are few, and not for long. */
export function recordDelays(delays: LockDelays, to: GroupCommit): void {
  to.put(DELAYS, delays.list())
}

/** Sets the delays that are not over. */
export function restoreDelays(records: ReadonlyMap<string, string>, delays: LockDelays, now: number): void {
  const text = records.get(DELAYS)
  const list = text === undefined ? [] : (JSON.parse(text) as ReturnType<LockDelays['list']>)
  for (const [key, until] of list) if (until > now) delays.set(key, until - now)
}
