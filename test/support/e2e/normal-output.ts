/** A regular expression, and what stands for what it matches. */
export type Mask = readonly [pattern: string, replacement: string]

/** The ports of an agent, those that it has. */
type Ports = Readonly<
  Partial<Record<'http' | 'dns' | 'server' | 'serf_lan' | 'serf_wan' | 'grpc' | 'grpc_tls' | 'https' | 'free', number>>
>

/** What all scenarios are recorded with. */
export const RECORDED_AGENT = {
  node_id: '11111111-2222-3333-4444-555555555555',
  enable_script_checks: true,
  disable_remote_exec: false,
  log_level: 'error',
}

/** Gives what differs from run to run the names that the recording has for it. `keepIndents`: spaces that begin a line count. */
export function normalizer(
  folder: string,
  agent: Ports,
  { keepIndents = false } = {},
): (text: string, masks: readonly Mask[]) => string {
  const ids = new Map<string, string>()
  const nameOf = (id: string): string => {
    if (id === RECORDED_AGENT.node_id) return id
    if (!ids.has(id)) ids.set(id, `<uuid-${ids.size + 1}>`)
    return ids.get(id)!
  }
  const ports = Object.entries({
    http_port: agent.http,
    dns_port: agent.dns,
    server_port: agent.server,
    serf_port: agent.serf_lan,
    wan_port: agent.serf_wan,
    grpc_port: agent.grpc,
    grpc_tls_port: agent.grpc_tls,
    https_port: agent.https,
    free1: agent.free,
  }).filter(([, port]) => port !== undefined)
  return (text, masks) => {
    const plain = text
      .replaceAll(folder, '<dir>')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, nameOf)
      .replace(/\b\w+day, \d\d-\w{3}-\d\d [\d:]{8} UTC/g, '<time>')
      .replace(/((?:Create|Modify|Lock|Raft)?(?:Index|LTime|modify_index|create_index)["']?[\s:=]+)\d+/g, '$1<n>')
      .replace(/(Hash["']?[\s:]+["']?)(?:[A-Za-z0-9+/]{43}=|[0-9a-f]{64}\b)/g, '$1<hash>')
    const named = ports.reduce(
      (text, [name, port]) => text.replace(new RegExp(`\\b${port}\\b`, 'g'), `<${name}>`),
      plain,
    )
    return masks
      .reduce((text, [pattern, replacement]) => text.replace(new RegExp(pattern, 'gm'), replacement), named)
      .replace(/\d{4}[-/]\d\d[-/]\d\d[T ][\d:.]+(Z|[+-]\d\d:?\d\d)?/g, '<time>')
      .replace(/[ \t]+$/gm, '')
      .replace(keepIndents ? /(?<=\S) {2,}/g : / {2,}/g, '  ')
      .replace(/-{3,}/g, '---')
      .replace(/(^|\n)Usage:\s[\s\S]*$/, '$1<usage>')
  }
}
