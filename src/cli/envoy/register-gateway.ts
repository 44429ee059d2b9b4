import type { ConsulClient } from '../../client/client.ts'
import { toJson } from '../../go/json.ts'
import { explain } from '../client-command.ts'
import type { Flags } from '../../go/flag.ts'
import { CommandError } from '../command.ts'
import type { Endpoint } from './bootstrap.ts'
import { quoteGo } from '../../go/quote.ts'

const DEFAULT_PORT = 8443

/** Registers a gateway with the agent as `-register` asks for, with the addresses that the flags name. */
export async function registerGateway(
  client: ConsulClient,
  kind: string,
  service: string,
  flags: Flags,
): Promise<string> {
  const lan = flags.string('address') ? hostPort('address', flags.string('address') ?? '') : undefined
  const wan = flags.string('wan-address') ? hostPort('wan-address', flags.string('wan-address') ?? '') : undefined
  const binds = flags.map('bind-address').map(([name, text]) => [name, tagged(hostPort('bind-address', text))])
  const { host, port } = lan ?? { host: await agentAddress(client), port: DEFAULT_PORT }
  const id = flags.string('proxy-id') || service
  const body = {
    Kind: kind,
    ID: id,
    Name: service,
    Address: host,
    Port: port,
    TaggedAddresses: {
      lan: { Address: host, Port: port },
      ...(wan && { wan: tagged(wan) }),
    },
    ...(binds.length > 0 && {
      Proxy: {
        Config: { envoy_gateway_no_default_bind: true, envoy_gateway_bind_addresses: Object.fromEntries(binds) },
      },
    }),
    Check: {
      Name: `${kind} listening`,
      TCP: `${host}:${port}`,
      Interval: '10s',
      DeregisterCriticalServiceAfter: flags.string('deregister-after-critical') || '6h',
    },
  }
  const registered = client.put('/v1/agent/service/register', toJson(body))
  await explain(`Error registering service ${quoteGo(service)}`, registered)
  return id
}

const tagged = ({ host, port }: Endpoint): object => ({ Address: host, Port: port })

function hostPort(flag: string, text: string): Endpoint {
  const found = /^(?:\[([^\]]*)\]|([^:]*)):(\d+)$/.exec(text)
  if (found) return { host: found[1] ?? found[2] ?? '', port: Number(found[3]) }
  if (/^[\d.]+$/.test(text)) return { host: text, port: DEFAULT_PORT }
  const why = `Error parsing address ${quoteGo(text)}: not an IP address`
  throw new CommandError(`invalid value ${quoteGo(text)} for flag -${flag}: ${why}`)
}

async function agentAddress(client: ConsulClient): Promise<string> {
  const asked = await explain('Error retrieving the agent configuration', client.get('/v1/agent/self'))
  return asked.json<{ Member: { Addr: string } }>().Member.Addr
}
