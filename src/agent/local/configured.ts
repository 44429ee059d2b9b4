import { quoteGo } from '../../go/quote.ts'
import { validateCheck } from '../checks/index.ts'
import type { Settings } from '../../model/settings.ts'
import { AgentRefusal, refuse } from './errors.ts'
import type { Local } from './local.ts'
import { showCheck } from './show-check.ts'
import type { Origin } from './state.ts'

/** Registers what the configuration defines. Throws AgentRefusal for the first definition that is refused. */
export function loadConfigured(local: Local, settings: Settings): void {
  registerServices(local, settings)
  registerChecks(local, settings)
}

/**
 * Takes the definitions of a new configuration over: what it does not define any more goes, and what it does keeps the status of its
 * checks. What was registered over HTTP is lost in an agent that keeps nothing on disk, as all that run with -dev.
 * As in Consul, the old definitions go first: after a definition is refused, which throws AgentRefusal, they stay gone.
 */
export function reloadConfigured(local: Local, settings: Settings): void {
  local.batch(() => {
    const checks = [...local.state.checks()]
    const goes = ({ origin }: { origin: Origin }): boolean => origin === 'config' || settings.dataDir === undefined
    for (const service of [...local.state.services()]) {
      if (goes(service) && local.state.service(service.row.ID)) local.deregisterService(service.row.ID)
    }
    for (const check of checks) if (goes(check)) local.removeCheck(check.row.CheckID)
    try {
      refusing('Failed reloading services', () => registerServices(local, settings))
      refusing('Failed reloading checks', () => registerChecks(local, settings))
    } finally {
      for (const { row } of checks) {
        const check = local.state.check(row.CheckID)
        if (check) local.state.putCheck({ ...check, row: { ...check.row, Status: row.Status, Output: row.Output } })
      }
    }
  })
}

/** Without a token of its own, what is configured goes to the catalog with the one for registrations, or the default one. */
function registerServices(local: Local, { services, acl }: Settings): void {
  for (const service of services) {
    const name = quoteGo(service.row.Service)
    const problem = service.sidecar?.checks.map(validateCheck).find(found => found !== undefined)
    if (problem !== undefined) throw refuse.failed(`Failed to validate sidecar for service ${name}: ${problem}`)
    const options = { origin: 'config', token: service.token || acl.tokens.registration } as const
    refusing(`Failed to register service ${name}`, () => {
      if (service.row.Service === '') throw refuse.failed('Service name missing')
      local.registerService({ ...service, sidecar: undefined }, options)
    })
    if (service.sidecar === undefined) continue
    refusing(`Failed to register sidecar for service ${name}`, () => local.registerService(service, options))
  }
}

function registerChecks(local: Local, { checks, checkOutputMaxSize, acl }: Settings): void {
  for (const check of checks) {
    refusing(`Failed to register check '${check.name}'`, () => {
      // Consul's text continues with the whole definition
      const refused = (why: string): AgentRefusal => refuse.failed(`${why} ${showCheck(check, checkOutputMaxSize)}`)
      if (check.checkId === '' && check.name === '') throw refused('CheckID missing')
      if (check.serviceId !== '' && !local.state.service(check.serviceId)) {
        throw refused(refuse.noSuchServiceOfCheck(check.serviceId).message)
      }
      try {
        local.registerCheck(check, { origin: 'config', token: acl.tokens.registration })
      } catch (error) {
        throw error instanceof AgentRefusal ? refused(error.message) : error
      }
    })
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
