import type { Settings } from '../model/settings.ts'

/**
 * The settings after a reload. As in Consul all stays as it was at the start, whatever the files say now, but for what
 * is named here.
 */
export function reloadedSettings(now: Settings, next: Settings): Settings {
  return {
    ...now,
    nodeMeta: next.nodeMeta,
    acl: { ...now.acl, tokens: next.acl.tokens },
    dns: next.dns,
    recursors: next.recursors,
    services: next.services,
    checks: next.checks,
    watches: next.watches,
    configEntries: next.configEntries,
    discardCheckOutput: next.discardCheckOutput,
    limits: {
      ...now.limits,
      httpMaxConnsPerClient: next.limits.httpMaxConnsPerClient,
      requests: next.limits.requests,
    },
    log: next.log,
    tls: next.tls,
  }
}
