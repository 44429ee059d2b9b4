import type { NewService } from './service.ts'

/** What is wrong with a service of the mesh, in Consul's words. */
export function serviceProblems({ Kind, Port, SocketPath, Proxy, Connect }: NewService): readonly string[] {
  const problems: string[] = []
  if (Kind === 'connect-proxy') {
    if (Port === 0 && SocketPath === '') problems.push('Port or SocketPath must be set for a connect-proxy')
    if ((Proxy.DestinationServiceName ?? '') === '') {
      problems.push('Proxy.DestinationServiceName must be non-empty for Connect proxy services')
    }
    if (Connect['Native'] === true) {
      problems.push('A Proxy cannot also be Connect Native, only typical services')
    }
  }
  if ((Kind === 'mesh-gateway' || Kind === 'terminating-gateway') && Port === 0) {
    problems.push(`Port must be non-zero for a ${Kind}`)
  }
  return problems
}

/** Several problems as Go's multierror writes them. */
export function listProblems(problems: readonly string[]): string {
  const count = problems.length === 1 ? '1 error' : `${problems.length} errors`
  return `${count} occurred:\n${problems.map(problem => `\t* ${problem}\n`).join('')}\n`
}
