import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { linkConsul, type ConsulLink } from '../support/e2e/consul-link.ts'
import { succeed } from '../support/e2e/programs.ts'

/** How to run a script in a network of its own; undefined where the machine does not allow that. */
const unshare = [['-n'], ['-rn']].find(
  flags =>
    spawnSync('unshare', [...flags, 'ip', 'link', 'add', 'd0', 'type', 'veth', 'peer', 'name', 'p0']).status === 0,
)
const absent = 'network namespaces are not to be had (root and iproute2 are needed)'

test.each(unshare === undefined ? [absent] : [])('%s', reason => {
  process.stderr.write(`\n!!! NOT RUN: the addresses of agents on machines with several networks; ${reason}\n\n`)
  expect(unshare).toBeUndefined()
})

describe.each(unshare === undefined ? [] : ['an agent without -dev'])('%s', () => {
  let link: ConsulLink
  let folder: string
  beforeEach(() => {
    link = linkConsul()
    folder = mkdtempSync(join(tmpdir(), 'addresses-'))
  })
  afterEach(() => {
    link.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  const NETWORK = `ip link set lo up
    ip link add d0 type veth peer name p0 && ip link set p0 up && ip addr add 172.17.0.2/16 dev d0 && ip link set d0 up`
  const SECOND =
    'ip link add d1 type veth peer name p1 && ip link set p1 up && ip addr add 192.168.60.5/24 dev d1 && ip link set d1 up'
  const AGENT = 'consul agent -server -bootstrap-expect=1 -client=0.0.0.0 -data-dir=data'

  /** What a script prints in a network that is empty but for what it makes. */
  const inNetwork = (...lines: string[]) =>
    succeed('unshare', [...(unshare ?? []), 'sh', '-c', ['set -e', ...lines].join('\n')], {
      cwd: folder,
      env: { PATH: link.path },
      within: 60_000,
    })

  /** Starts it, and prints the leader and the address of the node. */
  const started = (agent: string) => `${agent} > log 2>&1 & pid=$!
    until consul catalog nodes 2>/dev/null | grep -q 8300 || consul operator raft list-peers 2>/dev/null | grep -q leader; do
      kill -0 $pid 2>/dev/null || { cat log; exit 1; }
      sleep 0.1
    done
    consul members | awk 'NR > 1 { print $2 }'
    consul catalog nodes | awk 'NR > 1 { print $3 }'
    consul operator raft list-peers | awk 'NR > 1 { print $3 }'
    kill -9 $pid`

  test('tells the one private address of its machine, and listens on all', async () => {
    expect(await inNetwork(NETWORK, started(AGENT))).toBe('172.17.0.2:8301\n172.17.0.2\n172.17.0.2:8300\n')
  })

  test('does not start where there are several, unless it is told which', async () => {
    const failed = `${AGENT} > log 2>&1 && exit 9; grep '^==>' log`
    expect(await inNetwork(NETWORK, SECOND, failed)).toBe(
      "==> Multiple private IPv4 addresses found. Please configure one with 'bind' and/or 'advertise'.\n",
    )
    const bound = '192.168.60.5:8301\n192.168.60.5\n192.168.60.5:8300\n'
    expect(await inNetwork(NETWORK, SECOND, started(`${AGENT} -bind=192.168.60.5`))).toBe(bound)
    expect(await inNetwork(NETWORK, SECOND, started(`${AGENT} -data-dir=other -advertise=192.168.60.5`))).toBe(bound)
  })

  test('has the loopback address on a machine without a network, and always with -dev', async () => {
    const own = '127.0.0.1:8301\n127.0.0.1\n127.0.0.1:8300\n'
    expect(await inNetwork('ip link set lo up', started(AGENT))).toBe(own)
    expect(await inNetwork(NETWORK, SECOND, started('consul agent -dev'))).toBe(own)
  })
})
