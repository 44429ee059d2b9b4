import type { Logger } from '../../logging/logger.ts'
import type { Settings } from '../../model/settings.ts'
import { hasOldScript, readCheck } from './check-definition.ts'
import { type CheckDefinition, refuseCheck } from '../checks/index.ts'
import { refuse } from './errors.ts'
import type { Local } from './local.ts'
import { FieldReader } from './field-reader.ts'
import { rawChecks, readService, type ServiceDefinition } from './service-definition.ts'
import type { Origin } from './state.ts'
import { validateService } from './validate-service.ts'

/** Registers what the configuration defines. Throws AgentRefusal where a definition is no good. */
export function loadConfigured(local: Local, settings: Settings, logger: Logger): void {
  register(local, readConfigured(settings, logger))
}

/**
 * Takes a new configuration over: what it does not define any more goes, and what it does keeps the status of its
 * checks. What was registered over HTTP is lost in an agent that keeps nothing on disk, as all that run with -dev.
 * `accept` is called in between, when the new definitions were found good.
 */
export function reloadConfigured(local: Local, settings: Settings, logger: Logger, accept: () => void): void {
  const definitions = readConfigured(settings, logger)
  local.batch(() => {
    accept()
    const checks = [...local.state.checks()]
    const goes = ({ origin }: { origin: Origin }): boolean => origin === 'config' || settings.dev
    for (const service of [...local.state.services()]) {
      if (goes(service) && local.state.service(service.row.ID)) local.deregisterService(service.row.ID)
    }
    for (const check of checks) if (goes(check)) local.state.removeCheck(check.row.CheckID)
    register(local, definitions)
    for (const { row } of checks) {
      const check = local.state.check(row.CheckID)
      if (check) local.state.putCheck({ ...check, row: { ...check.row, Status: row.Status, Output: row.Output } })
    }
  })
}

interface Definitions {
  readonly services: readonly ServiceDefinition[]
  readonly checks: readonly CheckDefinition[]
}

function readConfigured(settings: Settings, logger: Logger): Definitions {
  const services = settings.services.map(readService)
  for (const service of services) validateService(service)
  for (const raw of settings.services) for (const check of rawChecks(new FieldReader(raw))) warnOfScript(check, logger)
  for (const check of settings.checks) warnOfScript(check, logger)
  const checks = settings.checks.map(readCheck)
  for (const check of [...services.flatMap(service => service.checks), ...checks]) {
    const refused = refuseCheck(check, settings, 'config')
    if (refused !== undefined) throw refuse.failed(refused)
  }
  return { services, checks }
}

function register(local: Local, { services, checks }: Definitions): void {
  for (const service of services) local.registerService(service, { origin: 'config' })
  for (const check of checks) local.registerCheck(check, 'config')
}

function warnOfScript(raw: unknown, logger: Logger): void {
  if (hasOldScript(raw)) logger.warn('`script` of a check is out of date: it is run by a shell; use `args`')
}
