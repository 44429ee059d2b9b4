import type { Config } from './decode.ts'
import { ignoredKeys } from './honoured.ts'
import { nodeNameProblem } from './node.ts'
import type { Settings } from '../settings.ts'

/** What is worth telling about a configuration that can be used. */
export function configWarnings(config: Readonly<Config>, settings: Settings): string[] {
  const warnings: string[] = []
  const name = nodeNameProblem(settings.nodeName)
  if (name !== undefined) warnings.push(name)
  if (settings.enableScriptChecks && settings.http.allowWriteFrom.length === 0) warnings.push(SCRIPTS)
  if (!settings.server) warnings.push('Client agents are not built yet: this agent runs as a server')
  const ignored = ignoredKeys(config).sort()
  if (ignored.length > 0) warnings.push(`Configuration that has no meaning here is ignored: ${ignored.join(', ')}`)
  return warnings
}

const SCRIPTS =
  'using enable-script-checks without ACLs and without allow_write_http_from is DANGEROUS, use enable-local-script-checks instead'
