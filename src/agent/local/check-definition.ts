import type { CheckStatus } from '../../model/rows.ts'
import { type CheckDefinition, defineCheck } from '../checks/index.ts'
import { FieldReader } from './field-reader.ts'

/** A check as a configuration file or the API describes it. Its status may be any text: that is looked at later. */
export function readCheck(raw: unknown): CheckDefinition {
  const m = new FieldReader(raw)
  return defineCheck({
    checkId: m.text('check_id', 'id'),
    name: m.text('name'),
    notes: m.text('notes'),
    serviceId: m.text('service_id'),
    status: m.text('status') as CheckStatus | '',
    ttl: m.milliseconds('ttl'),
    interval: m.milliseconds('interval'),
    timeout: m.milliseconds('timeout'),
    http: m.text('http'),
    method: m.text('method'),
    header: readHeader(m),
    body: m.text('body'),
    tlsSkipVerify: m.flag('tls_skip_verify'),
    tlsServerName: m.text('tls_server_name'),
    disableRedirects: m.flag('disable_redirects'),
    tcp: m.text('tcp'),
    tcpUseTls: m.flag('tcp_use_tls'),
    udp: m.text('udp'),
    args: readArgs(m),
    dockerContainerId: m.text('docker_container_id'),
    shell: m.text('shell'),
    grpc: m.text('grpc'),
    grpcUseTls: m.flag('grpc_use_tls'),
    h2ping: m.text('h2ping'),
    h2pingUseTls: !m.has('h2ping_use_tls') || m.flag('h2ping_use_tls'),
    osService: m.text('os_service'),
    aliasNode: m.text('alias_node'),
    aliasService: m.text('alias_service'),
    successBeforePassing: m.number('success_before_passing'),
    failuresBeforeWarning: m.number('failures_before_warning'),
    failuresBeforeCritical: m.number('failures_before_critical'),
    deregisterCriticalServiceAfter: m.milliseconds('deregister_critical_service_after'),
    outputMaxSize: m.number('output_max_size'),
  })
}

/** Whether it is spelled as before Consul 1.0, with a command line for a shell. */
export const hasOldScript = (raw: unknown): boolean => new FieldReader(raw).text('script') !== ''

function readArgs(m: FieldReader): readonly string[] {
  const args = [m.texts('args'), m.texts('script_args')].find(list => list !== null && list.length > 0)
  if (args) return args
  const script = m.text('script')
  return script === '' ? [] : ['/bin/sh', '-c', script]
}

function readHeader(m: FieldReader): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    m.entries('header').map(([name, values]) => [name, Array.isArray(values) ? values.map(String) : [String(values)]]),
  )
}
