import { CONSUL_VERSION, VERSION } from '../../version.ts'
import type { Command } from '../command.ts'
import { type Flag, parseFlags } from '../../go/flag.ts'
import { usageOf } from '../usage.ts'

const flags: readonly Flag[] = [{ name: 'format', kind: 'string', usage: 'How to print it: pretty or json.' }]

/** Consul is built without a date here, and says so. */
const BUILD_DATE = '1970-01-01T00:00:01Z'

const PROTOCOL = { Default: 2, Min: 2, Max: 3 }

const FORMATS: Readonly<Record<string, () => string>> = {
  pretty: () =>
    `Consul v${CONSUL_VERSION}\nminiconsul v${VERSION}\nBuild Date ${BUILD_DATE}\n` +
    `Protocol ${PROTOCOL.Default} spoken by default, understands ${PROTOCOL.Min} to ${PROTOCOL.Max}\n`,
  json: () => {
    const version = { Version: CONSUL_VERSION, Revision: '', Prerelease: '', BuildDate: BUILD_DATE, RPC: PROTOCOL }
    return JSON.stringify(version, undefined, 3)
  },
}

/** `miniconsul version`. */
export const command: Command = {
  usage: usageOf(
    'version [options]',
    'Prints the version of Consul that is emulated, and of miniconsul itself.',
    flags,
  ),
  async run(argv, io) {
    const name = parseFlags(flags, argv).string('format') ?? 'pretty'
    const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined
    if (!format) {
      io.stderr.write(`Unknown format: ${name}\n`)
      return 1
    }
    io.stdout.write(`${format()}\n`)
    return 0
  },
}
