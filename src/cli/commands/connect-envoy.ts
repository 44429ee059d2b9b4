import type { ConsulClient } from '../../client/client.ts'
import { fileErrorText } from '../../go/errno.ts'
import { toJson } from '../../go/json.ts'
import { type Flags, flag } from '../../go/flag.ts'
import { quoteGo } from '../../go/quote.ts'
import { isInPath, problemOfExecutable } from '../../lib/executables.ts'
import { type ClientContext, clientCommand, explain } from '../client-command.ts'
import { agentClientFlags, namespaceFlags } from '../client-flags.ts'
import { CommandError, type CommandIo } from '../command.ts'
import { envoyBootstrap } from '../envoy/bootstrap.ts'
import { adminPlace, endpointAt, xdsOf } from '../envoy/endpoints.ts'
import { notBuiltFlags, problemOfAddress, problemOfNamedAddress, refuseNotBuilt } from '../envoy/further-flags.ts'
import { registerGateway } from '../envoy/register-gateway.ts'
import { indentBy } from '../output.ts'

const GATEWAYS: ReadonlyMap<string, string> = new Map(
  ['api', 'terminating', 'mesh', 'ingress'].map(name => [name, `${name}-gateway`]),
)

/** `miniconsul connect envoy`: prints what an Envoy would be started with; none is. */
export const command = clientCommand({
  call: 'connect envoy [options]',
  about:
    'Prints the configuration that an Envoy of a service or gateway starts with (-bootstrap). None is started: nothing of the service mesh runs here.',
  flags: [
    ...agentClientFlags,
    ...namespaceFlags,
    ...notBuiltFlags,
    {
      name: 'address',
      kind: 'string',
      usage: 'With -register: address of the gateway in its datacenter.',
      refuses: problemOfAddress,
    },
    {
      name: 'admin-access-log-path',
      kind: 'string',
      usage: 'File for the log of the admin server. Default: /dev/null.',
    },
    { name: 'admin-bind', kind: 'string', usage: 'Address and port of the admin server. Default: localhost:19000.' },
    {
      name: 'bind-address',
      kind: 'map',
      usage: 'With -register: further address, as name=host:port.',
      refuses: problemOfNamedAddress,
    },
    { name: 'bootstrap', kind: 'switch', usage: 'Print the configuration.' },
    {
      name: 'deregister-after-critical',
      kind: 'string',
      usage: 'With -register: when a critical gateway goes. Default: 6h.',
    },
    flag('enable-config-gen-logging', 'switch', 'Tell the steps on stderr.'),
    { name: 'envoy-binary', kind: 'string', usage: 'Path of Envoy. Default: as it is found.' },
    { name: 'envoy-version', kind: 'string', usage: 'Version of Envoy.' },
    { name: 'expose-servers', kind: 'switch', usage: 'Expose the servers through this mesh gateway.' },
    { name: 'gateway', kind: 'string', usage: 'Kind of gateway: api, ingress, mesh or terminating.' },
    { name: 'grpc-addr', kind: 'string', usage: 'Address of the agent for gRPC. Default: as the agent says.' },
    { name: 'ignore-envoy-compatibility', kind: 'switch', usage: 'Accept any version of Envoy.' },
    flag('mesh-gateway', 'switch', 'As -gateway=mesh.'),
    { name: 'no-central-config', kind: 'switch', usage: 'Look at nothing but the proxy.' },
    { name: 'proxy-id', kind: 'string', usage: 'ID of the proxy. Also: CONNECT_PROXY_ID.' },
    { name: 'register', kind: 'switch', usage: 'Register the gateway before.' },
    { name: 'service', kind: 'string', usage: 'Name of the gateway. Default: its kind.' },
    { name: 'sidecar-for', kind: 'string', usage: 'ID of the service whose proxy it is. Also: CONNECT_SIDECAR_FOR.' },
    {
      name: 'wan-address',
      kind: 'string',
      usage: 'With -register: address of the gateway for other datacenters.',
      refuses: problemOfAddress,
    },
  ],
  async run(context) {
    const { flags, io, client, print, complain } = context
    const asked = client()
    const debug = debugLog(context)
    debug('Starting Envoy config generation')
    if (flags.string('node-name') && !flags.string('proxy-id'))
      throw new CommandError("'-node-name' requires '-proxy-id'")
    const isMesh = flags.string('gateway') === 'mesh' || flags.bool('mesh-gateway')
    if (flags.bool('expose-servers') && !isMesh) {
      throw new CommandError("'-expose-servers' can only be used for mesh gateways")
    }
    const gateway = flags.string('gateway') || (flags.bool('mesh-gateway') ? 'mesh' : '')
    const kind = gateway ? GATEWAYS.get(gateway) : ''
    if (kind === undefined) throw new CommandError('Gateway must be one of: api, terminating, mesh, or ingress')
    const id = await proxyId(context, asked, kind, debug)
    const accessLog = flags.string('admin-access-log-path') ?? NO_LOG
    if (accessLog !== NO_LOG) complain(DEPRECATED)
    refuseNotBuilt(flags)
    debug('Generating bootstrap config')
    const { at, tls } = await xdsOf(asked, flags.string('grpc-addr') || io.env['CONSUL_GRPC_ADDR'] || '', complain)
    const admin = await adminPlace(flags.string('admin-bind') ?? 'localhost:19000')
    debug('Generated template args')
    const proxy = await proxyOf(asked, id)
    debug('Fetched registration info')
    if (!proxy.Proxy) throw new CommandError('service is not a Connect proxy or gateway')
    const bootstrap = envoyBootstrap({
      id,
      service: proxy.Proxy.DestinationServiceName || proxy.Service,
      datacenter: proxy.Datacenter ?? '',
      admin: endpointAt(admin),
      accessLog,
      xds: { at: 'path' in at ? at : endpointAt(at), tls },
      token: asked.options.token ?? '',
      config: proxy.Proxy.Config ?? {},
    })
    debug('Generated access logs')
    debug(flags.bool('bootstrap') ? 'Outputting bootstrap config' : 'Finding envoy binary')
    if (!flags.bool('bootstrap')) throw noEnvoy(flags, io)
    print(`${indentBy(toJson(bootstrap, true), '  ')}\n`)
  },
})

type DebugLog = (line: string) => void

/** Tells each step where that is asked for. */
const debugLog = ({ flags, io, complain }: ClientContext): DebugLog =>
  flags.bool('enable-config-gen-logging')
    ? line => complain(`${new Date(io.clock.now()).toISOString()} [DEBUG] ${line}`)
    : () => undefined

const NO_LOG = '/dev/null'
const DEPRECATED =
  '-admin-access-log-path is deprecated and will be removed in a future version of Consul. ' +
  'Configure access logging with proxy-defaults.accessLogs.'

interface LocalService {
  readonly ID: string
  readonly Kind?: string
  readonly Service: string
  readonly Datacenter?: string
  readonly Proxy?: {
    readonly DestinationServiceName?: string
    readonly DestinationServiceID?: string
    readonly Config?: Readonly<Record<string, unknown>>
  }
}

async function proxyId(
  { flags, io }: ClientContext,
  client: ConsulClient,
  kind: string,
  debug: DebugLog,
): Promise<string> {
  const sidecarFor = flags.string('sidecar-for') || io.env['CONNECT_SIDECAR_FOR']
  const found = (id: string): string => {
    debug(`Set Proxy ID: proxy-id=${id || '""'}`)
    return id
  }
  if (kind !== '' && flags.bool('register')) {
    const service = flags.string('service') || kind
    found(flags.string('proxy-id') || service)
    const id = await registerGateway(client, kind, service, flags)
    debug('Proxy registration complete')
    return id
  }
  const given = flags.string('proxy-id') || io.env['CONNECT_PROXY_ID']
  if (given) return given
  if (sidecarFor) return found(await sidecarOf(client, sidecarFor))
  if (kind !== '') return found(await gatewayOf(client, kind))
  found('')
  throw new CommandError('No proxy ID specified. One of -proxy-id, -sidecar-for, or -gateway is required')
}

async function localServices(client: ConsulClient, failed: string, kind?: string): Promise<readonly LocalService[]> {
  const query = kind === undefined ? {} : { filter: `Kind == \`${kind}\`` }
  const answer = await explain(failed, client.get('/v1/agent/services', query))
  return Object.values(answer.json<Readonly<Record<string, LocalService>>>())
}

async function sidecarOf(client: ConsulClient, service: string): Promise<string> {
  const found = (await localServices(client, `Failed looking up sidecar proxy info for ${service}`)).filter(
    ({ Kind, Proxy }) =>
      Kind === 'connect-proxy' && Proxy?.DestinationServiceID?.toLowerCase() === service.toLowerCase(),
  )
  const [first] = found
  if (!first) throw new CommandError(`No sidecar proxy registered for ${service}`)
  if (found.length > 1) {
    const ids = found.map(({ ID }) => ID).join(', ')
    throw new CommandError(
      `More than one sidecar proxy registered for ${service}.\n    Start proxy with -proxy-id and one of the following IDs: ${ids}`,
    )
  }
  return first.ID
}

async function gatewayOf(client: ConsulClient, kind: string): Promise<string> {
  const [found, another] = (await localServices(client, `Failed looking up ${kind} instances`, kind)).filter(
    ({ Kind }) => Kind === kind,
  )
  if (another) {
    throw new CommandError(`Cannot lookup the ${kind}'s proxy ID because multiple are registered with the agent`)
  }
  if (!found) throw new CommandError(`No ${kind} services registered with this agent`)
  return found.ID
}

async function proxyOf(client: ConsulClient, id: string): Promise<LocalService> {
  const failed = 'failed fetch proxy config from local agent'
  return (await explain(failed, client.get(`/v1/agent/service/${id}`))).json<LocalService>()
}

/** Why no Envoy is started. */
function noEnvoy(flags: Flags, io: CommandIo): CommandError {
  const path = flags.string('envoy-binary')
  if (path) {
    const why = path.includes('/') ? whyNotRun(path) : whyNotFound(path, io)
    return new CommandError(
      why === undefined ? NOT_STARTED : `Couldn't get envoy version for compatibility check: ${why}`,
    )
  }
  const why = whyNotFound('envoy', io)
  return new CommandError(why === undefined ? NOT_STARTED : `Couldn't find envoy binary: ${why}`)
}

const whyNotFound = (name: string, { env }: CommandIo): string | undefined =>
  isInPath(name, env) ? undefined : `exec: ${quoteGo(name)}: executable file not found in $PATH`

function whyNotRun(path: string): string | undefined {
  const problem = problemOfExecutable(path)
  return problem === undefined ? undefined : fileErrorText(problem, path).replace(/^\w+/, 'fork/exec')
}

const NOT_STARTED =
  'connect envoy starts nothing in miniconsul, which serves no xDS: -bootstrap prints the configuration'
