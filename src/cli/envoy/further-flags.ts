import { type Flag, type Flags, flag } from '../../go/flag.ts'
import { splitHostPort } from '../../go/host-port.ts'
import { parseInteger } from '../../go/strconv.ts'
import { errorText } from '../../lib/error-text.ts'
import { isIP } from '../../lib/ip.ts'
import { CommandError } from '../command.ts'
import { quoteGo } from '../../go/quote.ts'

const NOT_BUILT: readonly Flag[] = [
  flag('envoy-ready-bind-address', 'string', 'Address for the readiness of Envoy.'),
  flag('envoy-ready-bind-port', 'integer', 'Port for it.'),
  flag('grpc-ca-file', 'string', 'File with the certificates of authorities to trust for gRPC.'),
  flag('grpc-ca-path', 'string', 'Folder with such files.'),
  flag('node-name', 'string', 'Node of the proxy.'),
  flag('omit-deprecated-tags', 'switch', 'Leave out the tags of metrics as they were before 1.9.'),
  flag('prometheus-backend-port', 'string', 'Port of what collects metrics.'),
  flag('prometheus-ca-file', 'string', 'File with authorities for the listener of Prometheus.'),
  flag('prometheus-ca-path', 'string', 'Folder with such files.'),
  flag('prometheus-cert-file', 'string', 'File with the certificate of that listener.'),
  flag('prometheus-key-file', 'string', 'File with its key.'),
  flag('prometheus-scrape-path', 'string', 'Path of the metrics.'),
]

/** Flags of the official command that ask for parts of a configuration which are not written here. */
export const notBuiltFlags: readonly Flag[] = NOT_BUILT.map(one => ({ ...one, usage: `Not built. ${one.usage}` }))

/** Refuses them: a configuration without what they ask for would not be what was asked for. */
export function refuseNotBuilt(flags: Flags): void {
  const found = notBuiltFlags.find(({ name }) => flags.has(name))
  if (found) throw new CommandError(`Error: miniconsul does not write what -${found.name} asks for.`)
}

/** Why a text is no address of a gateway, undefined where it is one: an IP address, or anything with a port. */
export function problemOfAddress(text: string): string | undefined {
  // a template is filled in later
  if (isIP(text) || text.includes('{{')) return undefined
  let port
  try {
    port = splitHostPort(text).port
  } catch {
    return `Error parsing address ${quoteGo(text)}: not an IP address`
  }
  try {
    parseInteger(port)
    return undefined
  } catch (error) {
    return `Error parsing port ${quoteGo(port)}: ${errorText(error)}`
  }
}

/** The same for `name=address`. */
export function problemOfNamedAddress(text: string): string | undefined {
  const equals = text.indexOf('=')
  return equals < 0 ? `Missing "=" in argument: ${text}` : problemOfAddress(text.slice(equals + 1))
}
