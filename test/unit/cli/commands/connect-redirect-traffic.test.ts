import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCommand } from './run.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'connect-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('connect redirect-traffic', () => {
  const FAILED = '==> Failed to create configuration to apply traffic redirection rules: '
  const NO_IPTABLES =
    '==> Error setting up traffic redirection rules: exec: "iptables": executable file not found in $PATH'
  const answers = {
    '/v1/agent/service/web': { ID: 'web', Service: 'web' },
    '/v1/agent/service/web-proxy': { ID: 'web-proxy', Kind: 'connect-proxy' },
    '/v1/catalog/node-services/n': { Services: [] },
    '/v1/catalog/node-services/m': { Services: [{ ID: 'web' }] },
  }
  test.each([
    [['-proxy-id=web'], `${FAILED}service web is not a proxy service`],
    [['-proxy-id=web', '-node-name=n'], `${FAILED}proxy service with ID "web" not found`],
    [['-proxy-id=web', '-node-name=m'], NO_IPTABLES],
    [['-proxy-id=web-proxy', '-proxy-outbound-port=15001'], NO_IPTABLES],
    [['-proxy-inbound-port=1', '-node-name=n'], NO_IPTABLES],
    [['-node-name=n'], '==> either -proxy-id or -proxy-inbound-port are required'],
  ])('%j', async (argv, why) => {
    const line = ['connect', 'redirect-traffic', '-proxy-uid=1', ...argv]
    expect(await runCommand(line, answers, { env: { PATH: folder } })).toMatchObject({ code: 1, stderr: `${why}\n` })
  })

  test('sets no rules where there is a firewall', async () => {
    writeFileSync(join(folder, 'iptables'), '', { mode: 0o755 })
    const line = ['connect', 'redirect-traffic', '-proxy-uid=1', '-proxy-inbound-port=1']
    expect((await runCommand(line, {}, { env: { PATH: folder } })).stderr).toBe(
      'Error: miniconsul sets no rules of a firewall: use the official command for that.\n',
    )
  })
})
