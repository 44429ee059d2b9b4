import { X509Certificate } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dispatch } from '../../../../src/cli/dispatch.ts'
import { recordedIo } from '../io.ts'

let cwd: string
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'tls-'))))
afterEach(() => rmSync(cwd, { recursive: true }))

async function run(line: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const { io, written } = recordedIo({ cwd })
  return { code: await dispatch(line.split(' '), io), ...written }
}
const certificate = (name: string): X509Certificate => new X509Certificate(readFileSync(join(cwd, name)))

test('an authority and certificates are made in files, keys for their owner only', async () => {
  expect(await run('tls ca create')).toMatchObject({ code: 0, stderr: '' })
  expect(statSync(join(cwd, 'consul-agent-ca-key.pem')).mode & 0o777).toBe(0o600)
  const { stdout } = await run('tls cert create -server -node n1 -additional-dnsname x.example.com')
  expect(stdout).toMatch(/^==> WARNING: [\s\S]*==> Using consul-agent-ca.pem and consul-agent-ca-key.pem\n/)
  const server = certificate('dc1-server-consul-0.pem')
  expect(server.subjectAltName).toBe(
    'DNS:x.example.com, DNS:n1.server.dc1.consul, DNS:server.dc1.consul, DNS:localhost, IP Address:127.0.0.1',
  )
  expect(server.verify(certificate('consul-agent-ca.pem').publicKey)).toBe(true)
  await run('tls cert create -server')
  expect(existsSync(join(cwd, 'dc1-server-consul-1-key.pem'))).toBe(true)
})

test('what exists is not written over', async () => {
  await run('tls ca create')
  expect(await run('tls ca create')).toEqual({ code: 1, stdout: '', stderr: 'consul-agent-ca.pem already exists.\n' })
})

test('a certificate that is over before it begins is refused', async () => {
  await run('tls ca create')
  expect((await run('tls cert create -cli -days -1')).stderr).toMatch(/^x509: certificate has expired or is not yet/)
  expect(existsSync(join(cwd, 'dc1-cli-consul-0.pem'))).toBe(false)
})
