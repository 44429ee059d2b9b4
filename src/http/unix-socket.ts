import { chmodSync, chownSync, readFileSync } from 'node:fs'
import type { Settings } from '../model/settings.ts'

/** Gives a unix socket the mode and the owner of `unix_sockets`. Throws with Consul's text for what means nothing. */
export function setSocketAccess(path: string, { mode, user, group }: Settings['unixSockets']): void {
  if (user !== undefined || group !== undefined) {
    chownSync(path, idOf('/etc/passwd', user, 'user'), idOf('/etc/group', group, 'group'))
  }
  if (mode === undefined) return
  if (!/^[0-7]{1,11}$/.test(mode)) throw new Error(`invalid mode specified: ${mode}`)
  chmodSync(path, Number.parseInt(mode, 8))
}

/** A number stands for itself, a name for the number that the system has for it; -1 leaves the owner as it is. */
function idOf(file: string, given: string | undefined, kind: string): number {
  if (given === undefined) return -1
  if (/^\d+$/.test(given)) return Number(given)
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [name, , id] = line.split(':')
    if (name === given && id !== undefined) return Number(id)
  }
  throw new Error(`invalid ${kind} specified: ${given}`)
}
