import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../support/e2e/consul-link.ts'
import { succeed } from '../support/e2e/programs.ts'

/** The image's user; `unshare -p` makes the program process 1, as a container does. */
const USER = ['setpriv', '--reuid=1000', '--regid=1000', '--clear-groups']
const CONTAINER = ['unshare', '-p', '-f', '--kill-child']

/** Runs a script with a network and mounts of its own. */
const APART = ['-n', '-m', 'sh', '-c'] as const

/**
 * A container has a `/dev/null` of its own that anybody may use, whatever the modes on the machine are. Where the
 * sandbox allows no such device, the machine's has to do.
 */
const OWN_NULL_DEVICE =
  'devices=$(mktemp -d) && mount -t tmpfs devices "$devices" && mknod -m 666 "$devices/null" c 1 3 && ' +
  'mount --bind "$devices/null" /dev/null && umount -l "$devices" && rmdir "$devices"'

const tried = spawnSync(
  'unshare',
  [
    ...APART,
    `{ ${OWN_NULL_DEVICE}; } || true; exec ${[...CONTAINER, ...USER].join(' ')} sh -c ': < /dev/null > /dev/null && ip link show lo'`,
  ],
  { stdio: 'pipe', encoding: 'utf8' },
)
const isPossible = tried.status === 0
const absent = 'it needs root, namespaces, iproute2 and a /dev/null that every user may write'

test.each(isPossible ? [] : [absent])('the entry point of the image was not run: %s', reason => {
  const why = tried.error?.message ?? tried.stderr
  process.stderr.write(`\n!!! NOT RUN: the entry point of the image as process 1; ${reason}:\n${why}\n\n`)
  expect(isPossible).toBe(false)
})

/** Megabytes on a disk. Of what is not ours, as it is in the images that the Dockerfile names: Alpine, its libstdc++, and Node. */
const megabytes = async (...paths: readonly string[]): Promise<number> =>
  Number((await succeed('du', ['-ckL', ...paths])).trim().split('\n').at(-1)?.split('\t')[0]) / 1024
const ALPINE = 9
const LIBRARIES = 4
/** The binary of Node 22; that of the machine, where it is larger. */
const NODE = 120

let image = ''

beforeAll(async () => {
  image = mkdtempSync(join(tmpdir(), 'image-'))
  chmodSync(image, 0o755)
  for (const folder of ['app', 'bin', 'consul/data', 'consul/config'])
    mkdirSync(join(image, folder), { recursive: true })
  for (const path of ['package.json', 'bin', 'dist'])
    cpSync(join(root, path), join(image, 'app', path), { recursive: true })
  // what is left by `npm prune --omit=dev`
  const [, ...packages] = (await succeed('npm', ['ls', '--omit=dev', '--all', '--parseable'], { cwd: root }))
    .trim()
    .split('\n')
  for (const path of packages) {
    const inside = path.slice(path.indexOf('/node_modules/') + 1)
    cpSync(path, join(image, 'app', inside), { recursive: true })
  }
  for (const name of ['consul', 'miniconsul']) symlinkSync('../app/bin/miniconsul.js', join(image, 'bin', name))
  cpSync(join(root, 'docker/entrypoint.sh'), join(image, 'bin/docker-entrypoint.sh'))
  await succeed('chown', ['-R', '1000:1000', join(image, 'consul')])
})
afterAll(() => rmSync(image, { recursive: true, force: true }))

test('the image is no larger than 170 MB', async () => {
  const node = Math.max(NODE, await megabytes(process.execPath))
  expect((await megabytes(join(image, 'app'))) + node + ALPINE + LIBRARIES).toBeLessThan(170)
})

describe.each(isPossible ? ['the entry point as process 1 of a user who is not root'] : [])('%s', () => {
  /** What a script prints in a network and with mounts of its own; `run` starts a container in the background, `stop` ends it as Docker does. */
  const inNetwork = (...lines: string[]) =>
    succeed('unshare', [...APART, [`{ ${OWN_NULL_DEVICE}; } || true`, 'set -e', ...HELPERS, ...lines].join('\n')], {
      cwd: image,
      env: {
        PATH: `${join(image, 'bin')}:${process.env['PATH'] ?? ''}`,
        CONSUL_DATA_DIR: join(image, 'consul/data'),
        CONSUL_CONFIG_DIR: join(image, 'consul/config'),
      },
      within: 60_000,
    })
  const HELPERS = [
    'ip link set lo up; ip addr add 10.1.2.3/8 dev lo',
    `run() { ${[...CONTAINER, ...USER].join(' ')} docker-entrypoint.sh "$@" >> log 2>&1 & pid=$!; }`,
    'healthy() { curl -sf "http://${CONSUL_HTTP_ADDR:-127.0.0.1:8500}/v1/status/leader" | grep -q 8300; }',
    'ready() { until healthy; do kill -0 $pid 2>/dev/null || { cat log; exit 1; }; sleep 0.1; done; }',
    'stop() { kill -TERM $(cat /proc/$pid/task/$pid/children); wait $pid || echo "exit $?"; }',
  ]

  test('runs an agent with the configuration that the environment gives, and ends it by SIGTERM', async () => {
    const printed = await inNetwork(
      `export CONSUL_LOCAL_CONFIG='{"datacenter":"dc7"}' CONSUL_BIND_INTERFACE=lo`,
      'run agent -dev -client 0.0.0.0; ready',
      `consul catalog datacenters; consul kv put a b; consul members | awk 'NR > 1 { print $7 }'`,
      'stop',
      'grep -c "Graceful shutdown disabled. Exiting" log',
    )
    expect(printed).toBe('dc7\nSuccess! Data written to: a\ndc7\nexit 1\n1\n')
  })

  test('keeps the state of a server in its volume, and clients on the interface that is named', async () => {
    const agent = 'run agent -server -bootstrap-expect=1 -bind=127.0.0.1; ready'
    const printed = await inNetwork(
      'rm -f consul/config/*',
      `${agent}; consul kv put kept yes; stop`,
      `export CONSUL_LOCAL_CONFIG='acl { enabled = false }' CONSUL_CLIENT_INTERFACE=lo CONSUL_HTTP_ADDR=127.0.0.1:8500`,
      `${agent}; consul kv get kept; ls consul/config; stop`,
    )
    expect(printed).toBe('Success! Data written to: kept\nexit 1\nyes\nlocal.hcl\nexit 1\n')
  })

  test('runs commands and programs', async () => {
    expect(
      await inNetwork(`run version; wait $pid; grep '^Consul' log; run sh -c 'id -u'; wait $pid; tail -n 1 log`),
    ).toBe('Consul v1.21.4\n1000\n')
  })
})
