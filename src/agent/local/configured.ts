import { quoteGo } from '../../go/json.ts'
import type { Logger } from '../../logging/logger.ts'
import type { Settings } from '../../model/settings.ts'
import { hasOldScript, readCheck } from './check-definition.ts'
import type { CheckDefinition } from '../checks/index.ts'
import { AgentRefusal, refuse } from './errors.ts'
import type { Local } from './local.ts'
import { FieldReader } from './field-reader.ts'
import { rawChecks, readService, type ServiceDefinition } from './service-definition.ts'
import type { Origin } from './state.ts'

/** Registers what the configuration defines. Throws AgentRefusal for the first definition that is refused. */
export function loadConfigured(local: Local, settings: Settings, logger: Logger): void {
  const definitions = readConfigured(settings, logger)
  registerServices(local, definitions, settings)
  registerChecks(local, definitions, settings)
}

/**
 * Takes the definitions of a new configuration over: what it does not define any more goes, and what it does keeps the status of its
 * checks. What was registered over HTTP is lost in an agent that keeps nothing on disk, as all that run with -dev.
 * As in Consul, the old definitions go first: after a definition is refused, which throws AgentRefusal, they stay gone.
 */
export function reloadConfigured(local: Local, settings: Settings, logger: Logger): void {
  const definitions = readConfigured(settings, logger)
  local.batch(() => {
    const checks = [...local.state.checks()]
    const goes = ({ origin }: { origin: Origin }): boolean => origin === 'config' || settings.dataDir === undefined
    for (const service of [...local.state.services()]) {
      if (goes(service) && local.state.service(service.row.ID)) local.deregisterService(service.row.ID)
    }
    for (const check of checks) if (goes(check)) local.state.removeCheck(check.row.CheckID)
    try {
      refusing('Failed reloading services', () => registerServices(local, definitions, settings))
      refusing('Failed reloading checks', () => registerChecks(local, definitions, settings))
    } finally {
      for (const { row } of checks) {
        const check = local.state.check(row.CheckID)
        if (check) local.state.putCheck({ ...check, row: { ...check.row, Status: row.Status, Output: row.Output } })
      }
    }
  })
}

interface Definitions {
  readonly services: readonly ServiceDefinition[]
  readonly checks: readonly CheckDefinition[]
}

function readConfigured(settings: Settings, logger: Logger): Definitions {
  for (const raw of settings.services) for (const check of rawChecks(new FieldReader(raw))) warnOfScript(check, logger)
  for (const check of settings.checks) warnOfScript(check, logger)
  return { services: settings.services.map(readService), checks: settings.checks.map(readCheck) }
}

/** Without a token of its own, what is configured goes to the catalog with the one for registrations, or the default one. */
function registerServices(local: Local, { services }: Definitions, { acl }: Settings): void {
  for (const service of services) {
    refusing(`Failed to register service ${quoteGo(service.name)}`, () => {
      if (service.name === '') throw refuse.failed('Service name missing')
      local.registerService(service, { origin: 'config', token: service.token || acl.tokens.registration })
    })
  }
}

function registerChecks(local: Local, { checks }: Definitions, { acl }: Settings): void {
  for (const check of checks) {
    refusing(`Failed to register check '${check.name}'`, () =>
      local.registerCheck(check, { origin: 'config', token: acl.tokens.registration }),
    )
  }
}

/** Says in front of a refusal what was refused. */
function refusing(what: string, register: () => void): void {
  try {
    register()
  } catch (error) {
    throw error instanceof AgentRefusal ? refuse.failed(`${what}: ${error.message}`) : error
  }
}

function warnOfScript(raw: unknown, logger: Logger): void {
  if (hasOldScript(raw)) logger.warn('`script` of a check is out of date: it is run by a shell; use `args`')
}
