import { formatDuration, MILLISECOND } from '../../go/duration.ts'
import type { CheckDefinition } from '../../model/registration.ts'
import { checkType } from '../checks/index.ts'
import type { LocalCheckRow, LocalService } from './state.ts'

/** Where a check stands: beside its service's definition, or on its own over HTTP or in the configuration. */
export type CheckPlace = 'service' | 'api' | 'config'

/** A new row of a check, with no result yet. */
export function checkRow(
  definition: CheckDefinition,
  service: LocalService | undefined,
  node: string,
  place: CheckPlace,
): LocalCheckRow {
  // a check of its own shows durations that were not given, and one from the configuration no type
  const duration = (ms: number): string => (place === 'service' && ms === 0 ? '' : formatDuration(ms * MILLISECOND))
  return {
    Node: node,
    CheckID: definition.checkId || definition.name,
    Name: definition.name,
    Status: definition.status || 'critical',
    Notes: definition.notes,
    Output: '',
    ServiceID: service?.row.ID ?? '',
    ServiceName: service?.row.Service ?? '',
    ServiceTags: service?.row.Tags ?? null,
    Type: place === 'config' ? '' : checkType(definition),
    Interval: duration(definition.interval),
    Timeout: duration(definition.timeout),
    ExposedPort: 0,
    Definition: {},
  }
}

/** The checks of a service with the IDs and names that they get where none are given. */
export function withIds(checks: readonly CheckDefinition[], id: string, name: string): readonly CheckDefinition[] {
  return checks.map((check, at) => ({
    ...check,
    checkId: check.checkId || (checks.length === 1 ? `service:${id}` : `service:${id}:${at + 1}`),
    name: check.name || `Service '${name}' check`,
    serviceId: id,
  }))
}
