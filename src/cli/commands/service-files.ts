import { CommandError } from '../command.ts'
import { definitionOf, type ServiceDefinition } from './service-definition.ts'

/** The services that configuration files define; of a folder, all its files. */
export async function readServices(paths: readonly string[]): Promise<ServiceDefinition[]> {
  // here, because most calls name no file
  const [{ loadConfig }, { ConfigError }] = await Promise.all([
    import('../../config/load.ts'),
    import('../../config/errors.ts'),
  ])
  try {
    const { services = [] } = await loadConfig({ paths, format: undefined, flags: {} })
    return (services as Record<string, unknown>[]).map(definitionOf)
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(`Error: ${error.message}`, { cause: error })
    throw error
  }
}
