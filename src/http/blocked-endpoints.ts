import type { Settings } from '../model/settings.ts'

/** Whether a path is one of those that `http_config.block_endpoints` closes. */
export function isBlocked(path: string, { http }: Settings): boolean {
  for (const prefix of http.blockEndpoints) if (path.startsWith(prefix)) return true
  return false
}
