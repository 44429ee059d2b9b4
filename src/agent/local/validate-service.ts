import { listProblems, serviceProblems } from '../../state/validate-service.ts'
import { type CheckDefinition, validateCheck } from '../checks/index.ts'
import { refuse } from './errors.ts'
import { metaProblem } from './metadata.ts'
import type { ServiceDefinition } from './service-definition.ts'
import { serviceRow } from './service-row.ts'

/** Addresses that say "anywhere" say nothing about where a service is. */
const NOWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::', '[::]'])
const STATUSES: ReadonlySet<string> = new Set(['', 'passing', 'warning', 'critical'])
const MAX_WEIGHT = 65_535

export const isStatus = (status: string): boolean => STATUSES.has(status)

/** Throws what Consul has against a service, in its order. */
export function validateService(service: ServiceDefinition): void {
  if (service.name === '') throw refuse.missingServiceName()
  if (NOWHERE.has(service.address)) throw refuse.serviceAddress()
  const weights = weightsProblem(service)
  if (weights !== undefined) throw refuse.invalid(`Invalid Weights: ${weights}`)
  const meta = metaProblem(service.meta)
  if (meta !== undefined) throw refuse.invalid(`Invalid Service Meta: ${meta}`)
  const problems = [...meshProblems(service), ...sidecarProblems(service.sidecar)]
  if (problems.length > 0) throw refuse.invalid(`Validation failed: ${listProblems(problems)}`)
  validateChecks(service.checks)
  if (service.sidecar) validateChecks(service.sidecar.checks, 'Invalid check in sidecar_service')
}

/** The same for a sidecar that was filled in from its service. */
export function validateSidecar(sidecar: ServiceDefinition): void {
  const meta = metaProblem(sidecar.meta)
  if (meta !== undefined) throw refuse.invalid(`Invalid SidecarService: ${meta}`)
  const problems = meshProblems(sidecar)
  if (problems.length > 0) throw refuse.invalid(`Failed Validation: ${listProblems(problems)}`)
}

function weightsProblem({ weights }: ServiceDefinition): string | undefined {
  if (!weights) return undefined
  if (weights.Passing < 1) return 'Passing must be greater than 0'
  if (weights.Warning < 0) return 'Warning must be greater or equal than 0'
  if (weights.Passing > MAX_WEIGHT || weights.Warning > MAX_WEIGHT) return 'DNS Weight must be between 0 and 65535'
  return undefined
}

function meshProblems(service: ServiceDefinition): readonly string[] {
  return serviceProblems(serviceRow(service, ''), service.sidecar !== undefined)
}

function sidecarProblems(sidecar: ServiceDefinition | undefined): readonly string[] {
  if (!sidecar) return []
  return [
    ...(sidecar.id !== '' ? ['A SidecarService cannot specify an ID as this is managed by the agent'] : []),
    ...(sidecar.sidecar ? ['A SidecarService cannot have a nested SidecarService'] : []),
  ]
}

function validateChecks(checks: readonly CheckDefinition[], prefix = 'Invalid check'): void {
  for (const check of checks) {
    const problem = validateCheck(check)
    if (problem !== undefined) throw refuse.invalid(problem.replace('Invalid check', prefix))
    if (!isStatus(check.status)) throw refuse.badServiceCheckStatus()
  }
}
