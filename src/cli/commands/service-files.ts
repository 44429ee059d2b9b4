import { CommandError, type CommandIo } from '../command.ts'
import type { ServiceDefinitionBody } from '../../api/schemas/service-definition.ts'

type Check = NonNullable<ServiceDefinitionBody['Checks']>[number]

/** The services that configuration files define, once all that an agent would refuse in these files was looked for; of a folder, all its files. */
export async function readServices(
  paths: readonly string[],
  { cwd, stderr }: CommandIo,
): Promise<ServiceDefinitionBody[]> {
  // here, because most calls name no file
  const [{ loadConfig }, { ConfigError }, { serviceBodyOf }, { configuredSettings }, { configWarnings }] =
    await Promise.all([
      import('../../config/load.ts'),
      import('../../config/errors.ts'),
      import('../../config/definition-bodies.ts'),
      import('../../daemon/configured-settings.ts'),
      import('../../config/warnings.ts'),
    ])
  // told once all files could be read
  const skipped: string[] = []
  const onSkip = (warning: string): void => void skipped.push(warning)
  try {
    const config = await loadConfig({ paths, format: undefined, cwd, flags: {}, onSkip })
    const settings = configuredSettings(config, { dev: true, validateOnly: true })
    for (const warning of [...skipped, ...configWarnings(config, settings)]) stderr.write(`${warning}\n`)
    const { services = [] } = config
    return (services as Record<string, unknown>[]).map(service => asSent(serviceBodyOf(service)))
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(`Error: ${error.message}`, { cause: error })
    throw error
  }
}

/** What a check runs is lost on the way: the official client does not send it either. */
function asSent({ Checks = [], Connect, ...service }: ServiceDefinitionBody): ServiceDefinitionBody {
  const { SidecarService: sidecar, ...connect } = Connect ?? {}
  return {
    ...service,
    Checks: Checks.map(withoutScript),
    ...(Connect && {
      Connect: sidecar
        ? { ...connect, SidecarService: { ...sidecar, Checks: (sidecar.Checks ?? []).map(withoutScript) } }
        : connect,
    }),
  }
}

const withoutScript = ({ ScriptArgs: _args, ...check }: Check): Check => check
