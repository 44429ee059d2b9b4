/** A kind of check that an agent runs. */
export interface CheckKind {
  readonly name: string
  /** What the agent calls it. */
  readonly type: string
  /** The member of the definition that says what is asked. */
  readonly member: string
  readonly label: string
  readonly example: string
  /** Whether it is run again and again. */
  readonly runs: boolean
}

/** The kinds of checks, in the order of the form. */
export const CHECK_KINDS: Readonly<Record<string, CheckKind>> = {
  ttl: { name: 'TTL: the service reports', type: 'ttl', member: 'TTL', label: 'TTL', example: '30s', runs: false },
  http: {
    name: 'HTTP',
    type: 'http',
    member: 'HTTP',
    label: 'URL',
    example: 'http://127.0.0.1:8080/health',
    runs: true,
  },
  tcp: { name: 'TCP', type: 'tcp', member: 'TCP', label: 'Address', example: '127.0.0.1:8080', runs: true },
  udp: { name: 'UDP', type: 'udp', member: 'UDP', label: 'Address', example: '127.0.0.1:8080', runs: true },
  grpc: { name: 'gRPC', type: 'grpc', member: 'GRPC', label: 'Address', example: '127.0.0.1:9090', runs: true },
  h2ping: {
    name: 'HTTP/2 ping',
    type: 'h2ping',
    member: 'H2PING',
    label: 'Address',
    example: '127.0.0.1:8443',
    runs: true,
  },
  alias: {
    name: 'Alias of a service',
    type: 'alias',
    member: 'AliasService',
    label: 'Service ID',
    example: 'api',
    runs: false,
  },
}

/** The fields of the form. */
export type CheckFields = Readonly<
  Record<'id' | 'name' | 'kind' | 'target' | 'interval' | 'timeout' | 'notes' | 'status' | 'output', string>
>

/** A check that an agent runs itself. Throws for a missing field. */
export function agentCheck({ id, name, kind, target, interval, timeout, notes, status }: CheckFields): object {
  const chosen = CHECK_KINDS[kind]
  if (!chosen) throw new Error('There is no such kind of check.')
  if (target === '') throw new Error(`${chosen.label} is missing.`)
  if (chosen.runs && interval === '') throw new Error('Interval is missing.')
  return {
    Name: name,
    ...(id !== '' && { ID: id }),
    [chosen.member]: target,
    ...(chosen.runs && { Interval: interval }),
    ...(chosen.runs && timeout !== '' && { Timeout: timeout }),
    ...(notes !== '' && { Notes: notes }),
    ...(status !== '' && { Status: status }),
  }
}

/** A check of the catalog, which keeps its status until it is changed. */
export const catalogCheck = ({ id, name, notes, status, output }: CheckFields): object => ({
  Name: name,
  CheckID: id === '' ? name : id,
  Notes: notes,
  Status: status,
  Output: output,
})

/** The kind of a check that is registered; undefined for one of the catalog. */
export const kindOfType = (type: string): string | undefined =>
  Object.keys(CHECK_KINDS).find(name => CHECK_KINDS[name]?.type === type)
