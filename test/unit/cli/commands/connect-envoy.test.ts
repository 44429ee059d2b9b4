import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCommand } from './run.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'connect-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('connect envoy looks at the addresses and at the service before it looks for an Envoy', () => {
  const answers = {
    '/v1/agent/service/proxy': { ID: 'proxy', Service: 'web-proxy', Proxy: { DestinationServiceName: 'web' } },
    '/v1/agent/service/web': { ID: 'web', Service: 'web' },
  }
  const envoy = (...argv: string[]) => runCommand(['connect', 'envoy', ...argv], answers, { env: { PATH: folder } })

  test.each([
    [['-admin-bind=x'], 'Invalid Consul HTTP address: address x: missing port in address'],
    [['-admin-bind='], 'Invalid Consul HTTP address: missing port in address'],
    [['-admin-bind=127.0.0.1:y'], "invalid character 'y' looking for beginning of value"],
    [['-admin-bind=127.0.0.1:'], "invalid character '}' looking for beginning of value"],
    [['-admin-bind=127.0.0.1:08'], "invalid character '8' after object key:value pair"],
    [['-grpc-addr=http://x'], 'Invalid Consul HTTP address: address x: missing port in address'],
    [['-grpc-addr=a:b:c'], 'Invalid Consul HTTP address: address a:b:c: too many colons in address'],
    [['-grpc-addr=127.0.0.1:'], "invalid character '}' looking for beginning of value"],
    [[], 'Couldn\'t find envoy binary: exec: "envoy": executable file not found in $PATH'],
    [
      ['-envoy-binary=a'],
      'Couldn\'t get envoy version for compatibility check: exec: "a": executable file not found in $PATH',
    ],
    [
      ['-envoy-binary=./a'],
      "Couldn't get envoy version for compatibility check: fork/exec ./a: no such file or directory",
    ],
  ])('%j', async (argv, why) => {
    expect(await envoy('-proxy-id=proxy', ...argv)).toMatchObject({ code: 1, stderr: `${why}\n` })
  })

  test('a service that is no proxy', async () => {
    expect((await envoy('-proxy-id=web', '-admin-bind=127.0.0.1:y')).stderr).toBe(
      'service is not a Connect proxy or gateway\n',
    )
  })

  test('a log of the admin server is deprecated', async () => {
    const { stderr } = await envoy('-proxy-id=nothere', '-admin-access-log-path=a')
    expect(stderr).toMatch(/^-admin-access-log-path is deprecated .*\nfailed fetch proxy config from local agent: /)
  })

  test('a unix socket, and addresses of IPv6, stand in the configuration', async () => {
    const { stdout } = await envoy('-proxy-id=proxy', '-bootstrap', '-grpc-addr=unix:///x', '-admin-bind=[::1]:3')
    expect(stdout).toContain('"pipe": {')
    expect(JSON.parse(stdout)).toMatchObject({
      admin: { address: { socket_address: { address: '::1', port_value: 3 } } },
    })
  })
})
