import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCommand } from './run.ts'

type Answers = Extract<Parameters<typeof runCommand>[1], Readonly<Record<string, unknown>>>

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'connect-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('connect envoy looks at the addresses and at the service before it looks for an Envoy', () => {
  const answers = {
    '/v1/agent/self': { xDS: { Ports: { Plaintext: 8502, TLS: -1 } } },
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

describe('connect envoy asks the agent where it serves xDS before it asks for the proxy', () => {
  const stderr = async (self: Answers[string], ...argv: string[]) =>
    (await runCommand(['connect', 'envoy', '-proxy-id=none', ...argv], { '/v1/agent/self': self })).stderr
  const NO_PROXY = /^failed fetch proxy config from local agent: .*\n$/

  test.each([
    [{}, 'unexpected agent response: no debug config'],
    [{ xDS: { Ports: { Plaintext: -1, TLS: -1 } } }, 'unexpected agent response: no debug config'],
    [{ DebugConfig: { GRPCPort: -1 } }, 'agent has grpc disabled'],
  ])('%j', async (self, why) => {
    expect(await stderr(self, '-admin-bind=x')).toBe(`Error looking up xDS port: ${why}\n`)
  })

  test('an agent that serves it', async () => {
    expect(await stderr({ xDS: { Ports: { TLS: 8503 } } })).toMatch(NO_PROXY)
    expect(await stderr({ DebugConfig: { GRPCPort: 5 } })).toMatch(NO_PROXY)
    expect(await stderr({ DebugConfig: { GRPCPort: 5 } }, '-admin-bind=x')).toBe(
      'Invalid Consul HTTP address: address x: missing port in address\n',
    )
  })

  test('an agent that does not tell is taken to serve it where most do', async () => {
    const { stderr } = await runCommand(['connect', 'envoy', '-proxy-id=none'], (_, response) => {
      response.statusCode = 403
      response.end('Permission denied')
    })
    expect(stderr).toMatch(/^-grpc-addr not provided and unable to .* Defaulting to localhost:8502\nfailed fetch proxy/)
  })
})

describe('connect envoy tells its steps with -enable-config-gen-logging', () => {
  const answers = {
    '/v1/agent/services': { p: { ID: 'p', Kind: 'connect-proxy', Proxy: { DestinationServiceID: 'web' } } },
    '/v1/agent/service/p': { ID: 'p', Service: 'p', Proxy: { DestinationServiceName: 'web' } },
  }
  const steps = async (...argv: string[]) => {
    const { stderr } = await runCommand(
      ['connect', 'envoy', '-enable-config-gen-logging', '-grpc-addr=127.0.0.1:1', ...argv],
      answers,
      { env: { PATH: folder } },
    )
    return stderr
      .replaceAll(/^\d{4}-\d\d-\d\dT[\d:.]+Z /gm, '')
      .trimEnd()
      .split('\n')
  }
  const GENERATED = ['Generating bootstrap config', 'Generated template args', 'Fetched registration info'].map(
    step => `[DEBUG] ${step}`,
  )

  test('until the configuration is printed, or an Envoy is looked for', async () => {
    expect(await steps('-sidecar-for=web', '-bootstrap')).toEqual([
      '[DEBUG] Starting Envoy config generation',
      '[DEBUG] Set Proxy ID: proxy-id=p',
      ...GENERATED,
      '[DEBUG] Generated access logs',
      '[DEBUG] Outputting bootstrap config',
    ])
    expect(await steps('-proxy-id=p')).toEqual([
      '[DEBUG] Starting Envoy config generation',
      ...GENERATED,
      '[DEBUG] Generated access logs',
      '[DEBUG] Finding envoy binary',
      'Couldn\'t find envoy binary: exec: "envoy": executable file not found in $PATH',
    ])
  })

  test('until something is wrong', async () => {
    expect(await steps()).toEqual([
      '[DEBUG] Starting Envoy config generation',
      '[DEBUG] Set Proxy ID: proxy-id=""',
      'No proxy ID specified. One of -proxy-id, -sidecar-for, or -gateway is required',
    ])
  })
})
