import type { CheckDefinition, ServiceRegistration } from '../model/registration.ts'
import type { Settings } from '../model/settings.ts'

/** Where a simulated node listens. */
export interface NodeListen {
  readonly host?: string
  /** Default 0: a port that is free. */
  readonly port?: number
}

/** A node to join. All but its name may be left out. */
export interface NodeOptions {
  readonly name: string
  /** Default: the first loopback address (`127.0.0.2`…) that no member has. */
  readonly address?: string
  /** Default: a random one. */
  readonly id?: string
  /** Default false: a client agent. */
  readonly server?: boolean
  readonly meta?: Readonly<Record<string, string>>
  /** What the node's agent registers when it starts. */
  readonly services?: readonly ServiceRegistration[]
  readonly checks?: readonly CheckDefinition[]
  /** An HTTP port of its own, with its own agent endpoints. Default: none. */
  readonly http?: NodeListen | false
  /** A DNS port of its own. Default: none. */
  readonly dns?: NodeListen | false
}

const LOOPBACK = '127.0.0.1'
/** What nodes of a cluster on addresses of their own usually have. */
const USUAL = { server: 8300, serfLan: 8301, serfWan: 8302, grpc: -1, grpcTls: -1 } as const

/** The settings of a simulated node in the datacenter of another one. */
export function nodeSettings(base: Settings, node: NodeOptions, address: string, id: string): Settings {
  const { server = false, http = false, dns = false } = node
  const listens = [http, dns].map(listen => (listen === false ? undefined : (listen.host ?? LOOPBACK)))
  return {
    ...base,
    nodeName: node.name,
    nodeId: id,
    nodeMeta: node.meta ?? {},
    server,
    bootstrap: false,
    bootstrapExpect: 0,
    bindAddress: address,
    advertiseAddress: address,
    advertiseAddressWan: address,
    serfLanAddress: address,
    serfWanAddress: address,
    taggedAddresses: {},
    clientAddresses: [LOOPBACK],
    addresses: {
      http: listens[0] === undefined ? undefined : [listens[0]],
      https: undefined,
      grpc: undefined,
      grpcTls: undefined,
      dns: listens[1] === undefined ? undefined : [listens[1]],
    },
    ports: { ...USUAL, http: portOf(http), https: -1, dns: portOf(dns) },
    services: node.services ?? [],
    checks: node.checks ?? [],
    watches: [],
    keepsKeyring: false,
  }
}

const portOf = (listen: NodeListen | false): number => (listen === false ? -1 : (listen.port ?? 0))

/** The first of 127.0.0.2, 127.0.0.3… that is not taken. */
export function freeAddress(taken: ReadonlySet<string>): string {
  for (let i = 2; ; i++) {
    const address = `127.0.${i >> 8}.${i & 255}`
    if (!taken.has(address)) return address
  }
}
