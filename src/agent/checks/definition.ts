import type { CheckStatus } from '../../model/rows.ts'

/** One check as its registration describes it. Times are milliseconds, 0 or less for "not given"; texts are '' then. */
export interface CheckDefinition {
  readonly checkId: string
  readonly name: string
  readonly notes: string
  /** '' for a check of the node. */
  readonly serviceId: string
  /** The status until the first result. */
  readonly status: CheckStatus | ''
  readonly ttl: number
  readonly interval: number
  readonly timeout: number
  readonly http: string
  readonly method: string
  readonly header: Readonly<Record<string, readonly string[]>>
  readonly body: string
  readonly tlsSkipVerify: boolean
  readonly tlsServerName: string
  readonly disableRedirects: boolean
  readonly tcp: string
  readonly tcpUseTls: boolean
  readonly udp: string
  readonly args: readonly string[]
  readonly dockerContainerId: string
  /** Shell inside the container of a docker check; a script does without. */
  readonly shell: string
  /** `host:port`, or `host:port/service`. */
  readonly grpc: string
  readonly grpcUseTls: boolean
  readonly h2ping: string
  readonly h2pingUseTls: boolean
  readonly osService: string
  readonly aliasNode: string
  readonly aliasService: string
  readonly successBeforePassing: number
  readonly failuresBeforeWarning: number
  readonly failuresBeforeCritical: number
  readonly deregisterCriticalServiceAfter: number
  /** Bytes of output to keep; 0 for as many as Consul keeps at most. */
  readonly outputMaxSize: number
}

const NOTHING: CheckDefinition = Object.freeze({
  checkId: '',
  name: '',
  notes: '',
  serviceId: '',
  status: '',
  ttl: 0,
  interval: 0,
  timeout: 0,
  http: '',
  method: '',
  header: {},
  body: '',
  tlsSkipVerify: false,
  tlsServerName: '',
  disableRedirects: false,
  tcp: '',
  tcpUseTls: false,
  udp: '',
  args: [],
  dockerContainerId: '',
  shell: '',
  grpc: '',
  grpcUseTls: false,
  h2ping: '',
  h2pingUseTls: true,
  osService: '',
  aliasNode: '',
  aliasService: '',
  successBeforePassing: 0,
  failuresBeforeWarning: 0,
  failuresBeforeCritical: 0,
  deregisterCriticalServiceAfter: 0,
  outputMaxSize: 0,
})

/** The definition with these fields, all others as if they had not been given. */
export function defineCheck(fields: Partial<CheckDefinition>): CheckDefinition {
  return { ...NOTHING, ...fields }
}

/** Consul's words for the kinds of checks. */
export type CheckKind =
  'grpc' | 'http' | 'tcp' | 'udp' | 'docker' | 'os_service' | 'script' | 'h2ping' | 'alias' | 'ttl'

/** In the order in which they win when a definition names several. */
const KINDS: readonly (readonly [CheckKind, (d: CheckDefinition) => boolean])[] = [
  ['grpc', d => d.grpc !== ''],
  ['http', d => d.http !== ''],
  ['tcp', d => d.tcp !== ''],
  ['udp', d => d.udp !== ''],
  ['docker', d => d.dockerContainerId !== '' && d.args.length > 0],
  ['os_service', d => d.osService !== ''],
  ['script', d => d.args.length > 0],
  ['h2ping', d => d.h2ping !== ''],
  ['alias', d => d.aliasNode !== '' || d.aliasService !== ''],
  ['ttl', d => d.ttl > 0],
]

/** What `Type` shows in the API; '' when the definition is of no kind (and so not valid). */
export function checkType(definition: CheckDefinition): CheckKind | '' {
  return KINDS.find(([, is]) => is(definition))?.[0] ?? ''
}

/** Consul keeps no more output than this, whatever `outputMaxSize` says. */
const LONGEST_OUTPUT = 4096

/** How many bytes of output the check keeps. */
export function outputLimit(definition: CheckDefinition): number {
  const wanted = definition.outputMaxSize
  return wanted > 0 ? Math.min(wanted, LONGEST_OUTPUT) : LONGEST_OUTPUT
}
