// Kills a durable agent again and again while clients write, and looks for writes that were acknowledged and are gone, or are
// there with other indexes. `npm run kill-test -- --rounds 300 --clients 16` is the long run.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    bin: { type: 'string', default: fileURLToPath(new URL('../bin/miniconsul.js', import.meta.url)) },
    rounds: { type: 'string', default: '20' },
    clients: { type: 'string', default: '8' },
  },
})
const rounds = Number(values.rounds)
const clients = Number(values.clients)
/** Milliseconds that clients write before a kill: between nothing and so much. */
const LONGEST = 400
/** Milliseconds, on a machine that is busy with other things. */
const START_WITHIN = 120_000
/** Keys of one client, which it writes in turns. */
const KEYS = 50

const dir = mkdtempSync(join(tmpdir(), 'kill-test-'))
let ports = await freePorts(5)
/** What each key was last acknowledged to be, and what is being written to it; '' for a key that was deleted. */
const known = new Map()
let acknowledged = 0
let child

try {
  for (let round = 1; round <= rounds; round++) {
    await start()
    await compare(round)
    const stop = { stopped: false }
    const writers = Array.from({ length: clients }, (_, client) => write(client, stop))
    await sleep(Math.random() * LONGEST)
    child.kill('SIGKILL')
    stop.stopped = true
    await new Promise(resolve => child.once('exit', resolve))
    await Promise.all(writers)
  }
  await start()
  await compare(rounds + 1)
  console.log(`${rounds} kills, ${acknowledged} acknowledged writes, none lost`)
} finally {
  child?.kill('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
}

function url() {
  return `http://127.0.0.1:${ports[0]}/v1`
}

/** On other ports where another program took one meanwhile. */
async function start() {
  for (let tries = 5; ; tries--) {
    try {
      return await startOnce()
    } catch (error) {
      if (tries === 1 || !error.message.includes('address already in use')) throw error
      ports = await freePorts(5)
    }
  }
}

async function startOnce() {
  const [http, server, lan, wan, dns] = ports
  child = spawn(
    process.execPath,
    [
      ...[
        values.bin,
        'agent',
        '-server',
        '-bootstrap',
        '-node=kill',
        `-data-dir=${join(dir, 'data')}`,
        '-bind=127.0.0.1',
      ],
      ...[`-http-port=${http}`, `-server-port=${server}`, `-serf-lan-port=${lan}`, `-serf-wan-port=${wan}`],
      ...[`-dns-port=${dns}`, '-grpc-tls-port=-1', '-log-level=err'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', part => (log += part))
  for (const began = Date.now(); Date.now() - began < START_WITHIN; await sleep(10)) {
    if (child.exitCode !== null) break
    const answer = await fetch(`${url()}/status/leader`).catch(() => undefined)
    if (answer?.ok) return
  }
  throw new Error(`the agent did not start: ${log}`)
}

async function write(client, stop) {
  for (let n = 0; !stop.stopped; n++) {
    const key = `c${client}/${n % KEYS}`
    const entry = known.get(key) ?? { value: undefined }
    known.set(key, entry)
    entry.next = n % 7 === 6 ? '' : `${acknowledged}-${client}-${n}`
    try {
      const method = entry.next === '' ? 'DELETE' : 'PUT'
      const answer = await fetch(`${url()}/kv/${key}`, { method, ...(method === 'PUT' && { body: entry.next }) })
      if (!answer.ok || (await answer.text()) !== 'true') throw new Error(`${answer.status}`)
    } catch (error) {
      if (stop.stopped || error instanceof TypeError) return // killed before it answered: either is right
      throw error
    }
    Object.assign(entry, { value: entry.next, next: undefined, index: undefined })
    acknowledged++
  }
}

/** Every key is what was acknowledged last, or what was being written; one that nobody wrote to since has the index it had. */
async function compare(round) {
  const answer = await fetch(`${url()}/kv/?recurse`)
  const there = new Map((answer.status === 404 ? [] : await answer.json()).map(row => [row.Key, row]))
  for (const [key, entry] of known) {
    const row = there.get(key)
    const value = row === undefined ? '' : Buffer.from(row.Value ?? '', 'base64').toString()
    const allowed = [entry.value ?? '', ...(entry.next === undefined ? [] : [entry.next])]
    if (!allowed.includes(value)) fail(round, `${key} is '${value}', and not one of '${allowed.join("', '")}'`)
    if (entry.next === undefined && entry.index !== undefined && row?.ModifyIndex !== entry.index) {
      fail(round, `${key} has index ${row?.ModifyIndex}, not ${entry.index}`)
    }
    Object.assign(entry, { value, next: undefined, index: row?.ModifyIndex })
  }
}

function fail(round, reason) {
  throw new Error(`after kill ${round - 1}: ${reason}`)
}

async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map(server => new Promise(resolve => server.once('listening', resolve))))
  const found = servers.map(server => server.address().port)
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))))
  return found
}
