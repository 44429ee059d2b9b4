import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientFlags, clientOf, clientOptionsOf, namespaceFlags } from '../../../src/cli/client-flags.ts'
import { CommandError } from '../../../src/cli/command.ts'
import { parseFlags } from '../../../src/go/flag.ts'

const parse = (argv: readonly string[]) => parseFlags([...clientFlags, ...namespaceFlags], argv)
const optionsOf = (argv: readonly string[], env: Record<string, string> = {}) => clientOptionsOf(parse(argv), env)

test('without anything it is the agent of this machine', () => {
  expect(optionsOf([])).toMatchObject({ address: '127.0.0.1:8500', ssl: false, stale: false, token: undefined })
})

describe('flags beat the environment', () => {
  test.each([
    ['http-addr', 'CONSUL_HTTP_ADDR', 'address'],
    ['namespace', 'CONSUL_NAMESPACE', 'namespace'],
    ['partition', 'CONSUL_PARTITION', 'partition'],
    ['token', 'CONSUL_HTTP_TOKEN', 'token'],
  ])('-%s and %s', (flag, variable, option) => {
    const env = { [variable]: 'theirs' }
    expect(optionsOf([], env)).toMatchObject({ [option]: 'theirs' })
    expect(optionsOf([`-${flag}=ours`], env)).toMatchObject({ [option]: 'ours' })
  })

  test.each([
    ['ca-file', 'CONSUL_CACERT', 'caFile'],
    ['ca-path', 'CONSUL_CAPATH', 'caPath'],
    ['client-cert', 'CONSUL_CLIENT_CERT', 'certificate'],
    ['client-key', 'CONSUL_CLIENT_KEY', 'key'],
    ['tls-server-name', 'CONSUL_TLS_SERVER_NAME', 'serverName'],
  ])('-%s and %s', (flag, variable, option) => {
    const env = { [variable]: 'theirs' }
    expect(optionsOf([], env).tls).toMatchObject({ [option]: 'theirs' })
    expect(optionsOf([`-${flag}=ours`], env).tls).toMatchObject({ [option]: 'ours' })
  })

  test('an empty variable is none', () => {
    expect(optionsOf([], { CONSUL_HTTP_ADDR: '', CONSUL_CACERT: '' })).toMatchObject({ address: '127.0.0.1:8500' })
    expect(optionsOf([], { CONSUL_CACERT: '' })).not.toHaveProperty('tls')
  })
})

test('flags of a query', () => {
  expect(optionsOf(['-datacenter', 'dc2', '-stale'])).toMatchObject({ datacenter: 'dc2', stale: true })
})

test.each([
  ['1', true],
  ['true', true],
  ['false', false],
  ['maybe', false],
])('CONSUL_HTTP_SSL=%s', (text, ssl) => {
  expect(optionsOf([], { CONSUL_HTTP_SSL: text }).ssl).toBe(ssl)
})

test('CONSUL_HTTP_SSL_VERIFY=false takes any certificate', () => {
  expect(optionsOf([], { CONSUL_HTTP_SSL_VERIFY: 'false' }).tls).toMatchObject({ insecure: true })
  expect(optionsOf([], { CONSUL_HTTP_SSL_VERIFY: 'true' })).not.toHaveProperty('tls')
})

test('CONSUL_HTTP_AUTH', () => {
  expect(optionsOf([], { CONSUL_HTTP_AUTH: 'me:x' }).auth).toBe('me:x')
})

describe('files with a token', () => {
  let folder = ''
  let file = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'token-'))
    file = join(folder, 'token')
    writeFileSync(file, ' from-file\n')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('beat a token of the same place', () => {
    expect(optionsOf(['-token=x', `-token-file=${file}`]).token).toBe('from-file')
    expect(optionsOf([], { CONSUL_HTTP_TOKEN: 'x', CONSUL_HTTP_TOKEN_FILE: file }).token).toBe('from-file')
  })

  test('of the environment are not read when there is a flag', () => {
    expect(optionsOf(['-token=x'], { CONSUL_HTTP_TOKEN_FILE: '/nosuch' }).token).toBe('x')
    expect(optionsOf([`-token-file=${file}`], { CONSUL_HTTP_TOKEN: 'x' }).token).toBe('from-file')
  })

  test('that cannot be read end the command', () => {
    expect(() => clientOf(parse(['-token-file=nosuch']), {})).toThrow(
      new CommandError(
        'Error connecting to Consul agent: Error loading token file nosuch : open nosuch: no such file or directory',
      ),
    )
  })
})

test('an address of another scheme ends the command', () => {
  expect(() => clientOf(parse([]), { CONSUL_HTTP_ADDR: 'foo://x' })).toThrow(
    new CommandError('Error connecting to Consul agent: Unknown protocol scheme: foo'),
  )
})
