import { formatDuration, MILLISECOND } from '../../go/duration.ts'
import { showGo } from '../../go/show.ts'
import type { CheckDefinition } from '../../model/registration.ts'

/** A check as Go prints its structure: all members in order, without their names. Its token stays a secret. */
export function showCheck(check: CheckDefinition, usualOutput: number): string {
  const members = [
    check.checkId,
    check.name,
    check.notes,
    check.serviceId,
    '',
    check.status,
    check.args,
    check.http,
    check.h2ping,
    check.h2ping !== '' && check.h2pingUseTls,
    check.header,
    check.method,
    check.body,
    check.disableRedirects,
    check.tcp,
    check.tcpUseTls,
    check.udp,
    duration(check.interval),
    check.dockerContainerId,
    check.shell,
    check.grpc,
    check.grpcUseTls,
    check.osService,
    check.tlsServerName,
    check.tlsSkipVerify,
    check.aliasNode,
    check.aliasService,
    duration(check.timeout),
    duration(check.ttl),
    check.successBeforePassing,
    check.failuresBeforeWarning,
    check.failuresBeforeCritical,
    duration(check.deregisterCriticalServiceAfter),
    check.outputMaxSize || usualOutput,
    '{}',
  ]
  return `&{${members.map(value => (typeof value === 'number' ? String(value) : showGo(value))).join(' ')}}`
}

const duration = (ms: number): string => formatDuration(ms * MILLISECOND)
