// Compares what two binaries print, and how they exit, for command lines of every command, right and wrong:
//
//   npm run differential:commands -- --bin consul [--other bin/miniconsul.js] [--only PREFIX] [--lines N] [--seed N]
//     [--no-mistakes] [--acl] [--patience MS]
//
// The commands and their flags are those that the help texts of `--bin` name; help texts themselves are not compared, ours are in
// our own words. Each binary has an agent of its own, and both get the same lines in the same order: a setting, the plain mistakes of
// every command (left out with `--no-mistakes`), then random ones. `--acl`: the agents have ACLs, and lines the management token.
// A command that runs longer than `--patience` is ended, and has to last on both. Ends with 1 if any differs without a reason.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { commandLines, commandsOf } from './differential/command-lines.mjs'
import { reasonFor } from './differential/command-reasons.mjs'
import { FILES } from './differential/command-words.mjs'
import { importTypeScript } from './lib/import-typescript.mjs'

const { freePorts, normalizer } = await importTypeScript('conformance/free-ports.ts', 'e2e/normal-output.ts')

const { values: options } = parseArgs({
  options: {
    bin: { type: 'string', default: 'consul' },
    other: { type: 'string', default: fileURLToPath(new URL('../bin/miniconsul.js', import.meta.url)) },
    only: { type: 'string', default: '' },
    lines: { type: 'string', default: '500' },
    mistakes: { type: 'boolean', default: true },
    acl: { type: 'boolean', default: false },
    patience: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
  allowNegative: true,
})
const patience = Number(options.patience)

const PATIENCE_AT_START = 120_000
const MUCH_PATIENCE = 60_000
const MANAGEMENT_TOKEN = '00000000-0000-0000-0000-0000000000ff'

/** What no two agents have in common. */
const MASKS = [
  ['miniconsul', 'consul'],
  ['^[A-Za-z0-9+/]{43}=$', '<key>'],
  ['lookup (\\S+) on [\\d.]+:\\d+', 'lookup $1'],
  ['(leader +true +\\d +)\\d+', '$1<n>'],
  ['build=1\\.21\\.4:\\w*', 'build=<build>'],
  ['reset index: \\d+', 'reset index: <n>'],
  ['Completed in 2\\.\\d+ seconds', 'Completed in <time>'],
  ['snapshot to index \\d+', 'snapshot to index <n>'],
]

const folder = mkdtempSync(join(tmpdir(), 'commands-'))

async function startSide(bin, name) {
  const program = bin.includes('/') ? resolve(bin) : bin
  const [http, dns, server, serf_lan, serf_wan, grpc, free] = await freePorts(7)
  const cwd = join(folder, name)
  mkdirSync(cwd)
  for (const [file, text] of Object.entries(FILES)) writeFileSync(join(cwd, file), text)
  const config = join(folder, `${name}.json`)
  const ports = { http, dns, server, serf_lan, serf_wan, grpc, grpc_tls: -1 }
  const node_id = '11111111-2222-3333-4444-555555555555'
  const acl = {
    enabled: options.acl,
    default_policy: 'deny',
    tokens: { initial_management: MANAGEMENT_TOKEN, agent: MANAGEMENT_TOKEN },
  }
  writeFileSync(
    config,
    JSON.stringify({ node_name: 'node1', node_id, log_level: 'error', ports, ...(options.acl && { acl }) }),
  )
  const agent = spawn(program, ['agent', '-dev', `-config-file=${config}`], { stdio: 'ignore' })
  const env = {
    PATH: process.env.PATH,
    HOME: cwd,
    TMPDIR: cwd,
    CONSUL_HTTP_ADDR: `127.0.0.1:${http}`,
    ...(options.acl && { CONSUL_HTTP_TOKEN: MANAGEMENT_TOKEN }),
  }
  const node = `http://127.0.0.1:${http}/v1/catalog/node/node1`
  const isReady = async () =>
    (
      await fetch(node, { headers: { 'X-Consul-Token': MANAGEMENT_TOKEN } }).then(
        answer => answer.text(),
        () => '',
      )
    ).includes('lan_ipv4')
  for (const end = Date.now() + PATIENCE_AT_START; !(await isReady());) {
    if (agent.exitCode !== null || Date.now() > end) throw new Error(`${program} does not start an agent`)
    await new Promise(done => setTimeout(done, 50))
  }
  const normal = normalizer(cwd, { http, dns, server, serf_lan, serf_wan, grpc, free }, { keepIndents: true })
  return { program, cwd, env: { ...env, FREE: String(free) }, agent, normal }
}

/** Runs a line; `ended` gives what was printed, with names for what differs from run to run. */
function run({ program, cwd, env, normal }, words) {
  const child = spawn(
    program,
    words.map(word => word.replace('$FREE', env.FREE)),
    { cwd, env },
  )
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', text => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', text => (stderr += text))
  child.stdin.on('error', () => undefined).end()
  const ended = new Promise(done => {
    child.once('close', code => {
      // help texts, which are not compared, name UUIDs of their own
      const names = text => normal(text.replace(/(^|\n)Usage:\s[^]*$/, '$1Usage: '), MASKS)
      done({ exit: code, stdout: names(stdout), stderr: names(stderr) })
    })
  })
  return { child, ended }
}

/** Runs a line on both sides. What lasts on both is ended soon; what lasts on one is waited for, as machines are slow. */
async function runOnBoth(words) {
  const runs = sides.map(side => run(side, words))
  const both = Promise.all(runs.map(({ ended }) => ended))
  for (const time of [patience, MUCH_PATIENCE]) {
    const timer = new AbortController()
    const late = sleep(time, 'late', { signal: timer.signal }).catch(() => undefined)
    const first = await Promise.race([both, late])
    timer.abort()
    if (first !== 'late') return first
    const lasting = runs.map(({ child }) => child.exitCode === null && child.signalCode === null)
    if (lasting.includes(false) && time !== MUCH_PATIENCE) continue
    for (const { child } of runs) child.kill('SIGKILL')
    const results = await both
    return results.map((result, at) => (lasting[at] ? { lasts: true } : result))
  }
}

const help = words => {
  const { stdout, stderr } = spawnSync(options.bin, [...words, '-h'], { encoding: 'utf8', timeout: patience })
  return stdout + stderr
}

let commands
try {
  commands = commandsOf(help, options.only)
} catch (error) {
  console.error(error.message)
  process.exit(2)
}
const sides = await Promise.all([startSide(options.bin, 'left'), startSide(options.other, 'right')])
let compared = 0
let different = 0
const explained = new Map()
try {
  for (const words of commandLines(commands, {
    ...options,
    lines: Number(options.lines),
    seed: Number(options.seed),
  })) {
    const [left, right] = await runOnBoth(words)
    compared += 1
    const parts = Object.keys({ ...left, ...right }).filter(part => left[part] !== right[part])
    if (parts.length === 0) continue
    const reason = reasonFor(left, right)
    if (reason !== undefined) {
      explained.set(reason, (explained.get(reason) ?? 0) + 1)
      continue
    }
    different += 1
    console.log(`DIFFERENT consul ${words.map(word => (/^[\w=./:-]+$/.test(word) ? word : `'${word}'`)).join(' ')}`)
    for (const part of parts)
      console.log(
        `  ${part}: ${JSON.stringify(left[part])}\n  ${' '.repeat(part.length)}  ${JSON.stringify(right[part])}`,
      )
  }
} finally {
  for (const { agent } of sides) agent.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}
for (const [reason, times] of explained) console.log(`EXPLAINED ${times} times: ${reason}`)
console.log(`seed ${options.seed}: ${compared} command lines compared, ${different} different`)
process.exitCode = different > 0 ? 1 : 0
