import type { Log } from '../logging/log.ts'
import type { Configured } from './configuration.ts'

/**
 * Logs the warnings about a configuration under the names that Consul's log has for those who read it: a start reads it twice, a reload once.
 */
export function logWarnings(
  log: Log,
  { warnings, notices }: Pick<Configured, 'warnings' | 'notices'>,
  readers: readonly ('agent' | 'agent.auto_config')[],
): void {
  for (const reader of readers) {
    for (const warning of warnings) log.module(reader).warn(warning)
  }
  for (const notice of notices) log.module('agent').warn(notice)
}
