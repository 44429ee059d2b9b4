import { chmodSync, chownSync, readFileSync } from 'node:fs'
import type { Settings } from '../model/settings.ts'

/** Gives a unix socket the mode and the owner of `unix_sockets`. Throws with Consul's text for what means nothing. */
export function setSocketAccess(path: string, { mode, user, group }: Settings['unixSockets']): void {
  const fail = (why: string): never => {
    throw new Error(`Failed setting up socket: ${why}`)
  }
  if (user !== undefined || group !== undefined) {
    const uid = idOf('/etc/passwd', user) ?? fail(`failed to look up user ${user}: user: unknown user ${user}`)
    const gid = idOf('/etc/group', group) ?? fail(`invalid group specified: ${group}`)
    chownSync(path, uid, gid)
  }
  if (mode === undefined) return
  // what cannot be read is called 0
  if (!/^[0-7]{1,11}$/.test(mode)) fail('invalid mode specified: 0')
  chmodSync(path, Number.parseInt(mode, 8))
}

/** A number stands for itself, a name for the number that the system has for it; -1 leaves the owner as it is; undefined: there is none. */
function idOf(file: string, given: string | undefined): number | undefined {
  if (given === undefined) return -1
  if (/^\d+$/.test(given)) return Number(given)
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [name, , id] = line.split(':')
    if (name === given && id !== undefined) return Number(id)
  }
  return undefined
}
