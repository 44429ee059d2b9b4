import { readCheck } from '../agent/local/check-definition.ts'
import { FieldReader } from '../agent/local/field-reader.ts'
import { rawChecks } from '../agent/local/service-definition.ts'
import { validateCheck } from '../agent/checks/index.ts'
import type { Config } from '../config/decode.ts'
import { ConfigError } from '../config/errors.ts'
import { settingsFromDecoded, type SettingsOptions } from '../config/settings.ts'
import { quoteGo } from '../go/json.ts'
import type { Settings } from '../model/settings.ts'

/** The settings of a configuration whose checks make sense, too. Throws ConfigError with Consul's text. */
export function configuredSettings(config: Config, options: SettingsOptions): Settings {
  const settings = settingsFromDecoded(config, options)
  for (const check of settings.checks) refuseBroken(check, '')
  for (const service of settings.services) {
    const m = new FieldReader(service)
    for (const check of rawChecks(m)) refuseBroken(check, `service ${quoteGo(m.text('name'))}: `)
  }
  return settings
}

function refuseBroken(raw: unknown, prefix: string): void {
  const check = readCheck(raw)
  const problem = validateCheck(check)?.replace(/^Invalid check: /, '')
  if (problem !== undefined) throw new ConfigError(`${prefix}check ${quoteGo(check.name)}: ${problem}`)
}
