import { readEntries } from '../agent/bootstrap-entries.ts'
import { validateCheck } from '../agent/checks/index.ts'
import { meshProblems } from '../agent/local/validate-service.ts'
import { caConfigProblem } from '../api/operations/check-ca-config.ts'
import type { Config } from '../config/decode.ts'
import { ConfigError } from '../config/errors.ts'
import { settingsFromDecoded } from '../config/settings.ts'
import type { SettingsOptions } from '../config/settings-options.ts'
import { quoteGo } from '../go/quote.ts'
import type { CheckDefinition, ServiceRegistration } from '../model/registration.ts'
import type { Settings } from '../model/settings.ts'
import { multierror } from '../go/multierror.ts'

/** The settings of a configuration whose services and checks make sense, too. Throws ConfigError with Consul's text. */
export function configuredSettings(config: Config, options: SettingsOptions): Settings {
  return settingsFromDecoded(config, {
    ...options,
    checkEntries: entries => readEntries(entries, text => new ConfigError(text)),
    checkDefinitions,
  })
}

function checkDefinitions(settings: Settings): void {
  for (const service of settings.services) refuseService(service)
  for (const check of settings.checks) refuseCheck(check)
  refuseCaConfig(settings)
}

/** Only the configuration of a provider that is named is looked at before an agent starts. */
function refuseCaConfig({ connect: { caProvider, caConfig } }: Settings): void {
  const problem = caConfigProblem(caProvider, caConfig, true)
  if (problem !== undefined) throw new ConfigError(problem)
}

function refuseService(service: ServiceRegistration): void {
  const { row, checks } = service
  const prefix = `service ${quoteGo(row.Service)}: `
  const problems = meshProblems(service)
  if (problems.length > 0) throw new ConfigError(prefix + multierror(problems))
  for (const check of checks) refuseCheck(check, prefix)
}

function refuseCheck(check: CheckDefinition, prefix = ''): void {
  const problem = validateCheck(check)
  if (problem !== undefined) throw new ConfigError(`${prefix}check ${quoteGo(check.name)}: ${problem}`)
}
