import type { CheckDefinition } from '../../model/registration.ts'

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
