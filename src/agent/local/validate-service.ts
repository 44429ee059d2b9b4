import { NO_PROXY_PORT, serviceProblems, ZONE_WITHOUT_REGION } from '../../state/validate-service.ts'
import { multierror } from '../../go/multierror.ts'
import type { CheckDefinition, ServiceFields, ServiceRegistration } from '../../model/registration.ts'
import { validateCheck } from '../checks/index.ts'
import { refuse } from './errors.ts'
import { metaProblem } from '../../model/metadata.ts'
import { weightsProblem } from '../../model/weights.ts'
import { serviceRow } from './service-row.ts'
import type { Origin } from './state.ts'

/** Addresses that say "anywhere" say nothing about where a service is. */
const NOWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::', '[::]'])
/** What is not held against a sidecar: its port is found later, and its place is not looked at. */
const LATER: ReadonlySet<string> = new Set([NO_PROXY_PORT, ZONE_WITHOUT_REGION])
const STATUSES: ReadonlySet<string> = new Set(['', 'passing', 'warning', 'critical'])

const isStatus = (status: string): boolean => STATUSES.has(status)

/** Throws what Consul has against a service, in its order. In a configuration it takes any address, and any status of a check. */
export function validateService({ row, checks, sidecar }: ServiceRegistration, origin: Origin): void {
  if (row.Service === '') throw refuse.missingServiceName()
  if (origin === 'api' && NOWHERE.has(row.Address)) throw refuse.serviceAddress()
  const weights = weightsProblem(row.Weights)
  if (weights !== undefined) throw refuse.invalid(`Invalid Weights: ${weights}`)
  const meta = metaProblem(row.Meta, row.Kind)
  if (meta !== undefined) throw refuse.invalid(`Invalid Service Meta: ${meta}`)
  const problems = meshProblems({ row, sidecar })
  if (problems.length > 0) throw refuse.invalid(`Validation failed: ${multierror(problems)}`)
  validateChecks(checks, origin, 'Invalid check')
  if (sidecar) validateChecks(sidecar.checks, origin, 'Invalid check in sidecar_service')
}

/** The same for a sidecar that was filled in from its service, and gets a port once it is found valid. */
export function validateSidecar({ row }: ServiceRegistration): void {
  const meta = metaProblem(row.Meta, row.Kind)
  if (meta !== undefined) throw refuse.invalid(`Invalid SidecarService: ${meta}`)
  const problems = meshProblems({ row }).filter(problem => !LATER.has(problem))
  if (problems.length > 0) throw refuse.invalid(`Failed Validation: ${multierror(problems)}`)
}

/** What is wrong with a service of the mesh, and with the sidecar that comes along. */
export const meshProblems = ({
  row,
  sidecar,
}: Partial<ServiceRegistration> & { row: ServiceFields }): readonly string[] =>
  serviceProblems(serviceRow(row, ''), sidecar && sidecarProblems(sidecar))

function sidecarProblems(sidecar: ServiceRegistration): readonly string[] {
  return [
    ...(sidecar.row.ID !== '' ? ['A SidecarService cannot specify an ID as this is managed by the agent'] : []),
    ...(sidecar.sidecar ? ['A SidecarService cannot have a nested SidecarService'] : []),
  ]
}

function validateChecks(checks: readonly CheckDefinition[], origin: Origin, prefix: string): void {
  for (const check of checks) {
    const problem = validateCheck(check)
    if (problem !== undefined) throw refuse.invalid(`${prefix}: ${problem}`)
    if (origin === 'api' && !isStatus(check.status)) throw refuse.badServiceCheckStatus()
  }
}

/** Throws what Consul has against a check that stands on its own. */
export function validateOwnCheck(check: CheckDefinition, origin: Origin): void {
  if (origin === 'api') {
    if (check.name === '') throw refuse.missingCheckName()
    if (!isStatus(check.status)) throw refuse.badCheckStatus()
  }
  const problem = validateCheck(check)
  if (problem !== undefined) throw refuse.invalid(`Invalid check: ${problem}`)
}
