import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const root = join(import.meta.dirname, '../../..')
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8').replaceAll('\\\n', ' ')
const instructions = dockerfile.split('\n').map(line => line.trim().split(/\s+/))

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'image-'))
  for (const folder of ['bin', 'data', 'config']) mkdirSync(join(dir, folder))
  program('consul', 'printf "%s\\n" "$@"')
  program('ip', '[ "$5" = eth7 ] && echo "2: eth7    inet 172.17.0.9/16 brd 172.17.255.255 scope global eth7"; exit 0')
})
afterEach(() => rmSync(dir, { recursive: true }))

/** A program of the image. */
function program(name: string, script: string): void {
  const path = join(dir, 'bin', name)
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
}

/** Runs the entry point as the container does; gives the words that `consul` got. */
function enter(
  args: readonly string[],
  env: Record<string, string> = {},
): { words: string[]; status: number | null; stderr: string } {
  const { stdout, stderr, status } = spawnSync(join(root, 'docker/entrypoint.sh'), args, {
    encoding: 'utf8',
    env: {
      PATH: `${join(dir, 'bin')}:/usr/bin:/bin`,
      CONSUL_DATA_DIR: join(dir, 'data'),
      CONSUL_CONFIG_DIR: join(dir, 'config'),
      ...env,
    },
  })
  return { words: stdout.trimEnd().split('\n'), status, stderr }
}

const folders = (): string[] => [`-data-dir=${dir}/data`, `-config-dir=${dir}/config`]

describe('the entry point', () => {
  it.each([
    [['agent', '-dev', '-client', '0.0.0.0']],
    [['-dev', '-client', '0.0.0.0']],
    [['consul', 'agent', '-dev', '-client', '0.0.0.0']],
  ])('runs an agent with the folders of the image for %j', args => {
    expect(enter(args).words).toEqual(['agent', ...folders(), '-dev', '-client', '0.0.0.0'])
  })

  it('runs other commands and programs as they are', () => {
    expect(enter(['kv', 'get', 'a b']).words).toEqual(['kv', 'get', 'a b'])
    expect(enter(['sh', '-c', 'echo hello']).words).toEqual(['hello'])
  })

  it.each([
    ['{"datacenter":"dc7"}', 'local.json'],
    ['  { "datacenter": "dc7" }', 'local.json'],
    ['datacenter = "dc7"', 'local.hcl'],
  ])('writes CONSUL_LOCAL_CONFIG %s to %s', (CONSUL_LOCAL_CONFIG, name) => {
    enter(['agent', '-dev'], { CONSUL_LOCAL_CONFIG })
    expect(readdirSync(join(dir, 'config'))).toEqual([name])
    expect(readFileSync(join(dir, 'config', name), 'utf8')).toBe(`${CONSUL_LOCAL_CONFIG}\n`)
  })

  it('finds the addresses of interfaces', () => {
    const { words } = enter(['agent', '-server'], { CONSUL_BIND_INTERFACE: 'eth7', CONSUL_CLIENT_INTERFACE: 'eth7' })
    expect(words.slice(2)).toEqual(['agent', ...folders(), '-bind=172.17.0.9', '-client=172.17.0.9', '-server'])
  })

  it('fails for an interface without an address', () => {
    const { status, stderr } = enter(['agent'], { CONSUL_BIND_INTERFACE: 'eth9' })
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "Could not find an address of the network interface 'eth9'\n",
    })
  })

  it('is run by a plain sh', () => {
    expect(execFileSync('sh', ['-n', join(root, 'docker/entrypoint.sh')], { encoding: 'utf8' })).toBe('')
  })
})

describe('the Dockerfile', () => {
  const copied = instructions
    .filter(([word, first]) => word === 'COPY' && !first?.startsWith('--from='))
    .flatMap(words => words.slice(1, -1))

  it('copies what is there, and what .dockerignore lets through', () => {
    const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n')
    expect(copied.filter(path => !existsSync(join(root, path)))).toEqual([])
    expect(copied.filter(path => !ignored.includes(`!${path.split('/')[0] ?? ''}`))).toEqual([])
  })

  it('runs as another user than root, and checks its health by a program of Alpine, without a token', () => {
    expect(dockerfile).toMatch(/^USER node$/m)
    expect(dockerfile).toMatch(/^HEALTHCHECK .* CMD wget -q .*\/v1\/status\/leader"$/m)
    expect(dockerfile).toContain('/usr/local/bin/consul')
  })
})

it('the compose example builds this image and waits for its health', () => {
  const file = join(root, 'examples/compose/compose.yaml')
  const { services } = parse(readFileSync(file, 'utf8')) as {
    services: Record<string, { build?: string; depends_on?: unknown; environment: Record<string, string> }>
  }
  expect(existsSync(join(file, '..', services['consul']?.build ?? '', 'Dockerfile'))).toBe(true)
  expect(JSON.parse(services['consul']?.environment['CONSUL_LOCAL_CONFIG'] ?? '')).toMatchObject({ datacenter: 'dc7' })
  expect(services['app']?.depends_on).toEqual({ consul: { condition: 'service_healthy' } })
})
