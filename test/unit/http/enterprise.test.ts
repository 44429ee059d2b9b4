import { describe, expect, it } from 'vitest'
import { httpAgent } from '../../support/http.ts'

const NS = { 'X-Consul-Namespace': 'n' }
const PARTITION = { 'X-Consul-Partition': 'p' }

/** What a refusal names, or the status of another answer. */
async function refused(method: string, path: string, headers: Record<string, string>): Promise<unknown> {
  const { status, text } = await httpAgent().send(method, path, undefined, headers)
  return /^Invalid (?:header|query parameter): "([^"]+)"/.exec(text)?.[1] ?? status
}

describe('Of several parameters that only Consul Enterprise knows', () => {
  it.each([
    ['/v1/kv/x?ns=y&partition=y', { ...NS, ...PARTITION }, 'X-Consul-Namespace'],
    ['/v1/catalog/services?ns=y&partition=y', PARTITION, 'ns'],
    ['/v1/agent/services?partition=y', PARTITION, 'X-Consul-Partition'],
    ['/v1/internal/ui/services?partition=y', NS, 'X-Consul-Namespace'],
    ['/v1/session/list?partition=y', {}, 'partition'],
    ['/v1/agent/connect/ca/leaf/web?index=-1', NS, 'X-Consul-Namespace'],
  ])('%s %j names the first', async (path, headers, named) => {
    expect(await refused('GET', path, headers)).toBe(named)
  })

  it.each(['/v1/agent/join/127.0.0.1:1', '/v1/agent/force-leave/x'])('%s looks at partitions alone', async path => {
    expect(await refused('PUT', `${path}?ns=y`, NS)).toBe(500)
    expect(await refused('PUT', `${path}?ns=y`, { ...NS, ...PARTITION })).toBe('X-Consul-Partition')
  })
})
