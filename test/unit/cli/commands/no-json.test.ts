import { expect, test } from 'vitest'
import { runCommand } from './run.ts'

const WHY = "invalid character '<' looking for beginning of value"

test.each([
  ['members', 'Error retrieving members', 1],
  ['kv get a', 'Error querying Consul agent', 1],
  ['event -name a', 'Error querying Consul agent', 1],
  ['watch -type services', 'Error querying Consul agent', 1],
  ['lock a true', 'Error querying Consul agent', 1],
  ['intention create a b', 'Error creating intention "a => b (allow)"', 1],
  ['intention check a b', 'Error checking the connection', 2],
  ['operator raft list-peers', 'Error getting peers: Failed to retrieve raft configuration', 1],
  ['connect expose -service a -ingress-gateway b -port 80', 'Error fetching existing ingress gateway configuration', 1],
  ['connect envoy -sidecar-for a', 'Failed looking up sidecar proxy info for a', 1],
  ['connect envoy -gateway mesh', 'Failed looking up mesh-gateway instances', 1],
  ['connect envoy -proxy-id a', 'Error looking up xDS port', 1],
])('an answer that is no JSON is told in the words of the command: %s', async (line, failed, code) => {
  const outcome = await runCommand(line.split(' '), (_, response) => response.end('<html>'))
  expect(outcome).toMatchObject({ code, stdout: '', stderr: `${failed}: ${WHY}\n` })
})

test('gateways are looked for by their kind', async () => {
  const { lines } = await runCommand(['connect', 'envoy', '-gateway', 'mesh'])
  expect(lines).toEqual(['GET /v1/agent/services?filter=Kind+%3D%3D+%60mesh-gateway%60'])
})
