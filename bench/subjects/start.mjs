import { dirname, join } from 'node:path'
import { freePorts, spawnAgent, startAgent, whenComplete, whenLeader } from '../lib/agents.mjs'
import { end, start, startWorker } from '../lib/children.mjs'
import { ask, Connection } from '../lib/connection.mjs'
import { memoryOf } from '../lib/proc.mjs'
import { alternate, row } from '../lib/rounds.mjs'

const MS = { unit: 'ms', better: 'less' }
const BARE = 'require("node:http").createServer((_, res) => res.end("ok")).listen(+process.argv[1], "127.0.0.1")'

const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

/** Starts an agent, and ends it. */
async function agentLife(program, settleMs) {
  const agent = await spawnAgent(program)
  try {
    const leader = await whenLeader(agent)
    const complete = await whenComplete(agent)
    await pause(settleMs)
    return { answer: leader, complete, memory: memoryOf(agent.pid) }
  } catch (err) {
    throw new Error(`${err.message}\n${agent.log()}`, { cause: err })
  } finally {
    await agent.stop()
  }
}

/** The same with a bare server. */
async function bareLife(settleMs) {
  const [port] = await freePorts(1)
  const started = performance.now()
  const child = start(process.execPath, ['-e', BARE, String(port)])
  try {
    const connection = await connectSoon(port)
    await connection.ask('GET', '/')
    const answer = performance.now() - started
    connection.close()
    await pause(settleMs)
    return { answer, memory: memoryOf(child.pid) }
  } finally {
    await end(child)
  }
}

async function connectSoon(port, tries = 10_000) {
  try {
    return await Connection.open(port)
  } catch (err) {
    if (tries === 0) throw err
    await pause(1)
    return connectSoon(port, tries - 1)
  }
}

const emptyLife = () => commandLife(process.execPath, ['-e', '0'])

/** Milliseconds until a program has ended, which must succeed. */
function commandLife(command, args) {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = start(command, args)
    child.once('error', reject)
    child.once('exit', code => {
      if (code === 0) resolve({ answer: performance.now() - started })
      else reject(new Error(`${command} ${args.join(' ')} ended with code ${code}.`))
    })
  })
}

/** `kv get` of one key of one agent, by the command of each program. */
async function clientRows({ programs, rounds, progress }) {
  progress('a client command')
  const agent = await startAgent(programs.miniconsul)
  try {
    await ask(agent.http, 'PUT', '/v1/kv/key', 'value')
    const samples = await alternate([...Object.keys(programs), 'node -e 0'], rounds, name => {
      if (name === 'node -e 0') return emptyLife()
      const [command, args] = programs[name]
      return commandLife(command, [...args, 'kv', 'get', `-http-addr=127.0.0.1:${agent.http}`, 'key'])
    })
    return [
      row('client command: kv get', { ...MS, samples, metric: 'answer', goal: { of: 'node -e 0', atMost: 1.15 } }),
    ]
  } finally {
    await agent.stop()
  }
}

async function commandRows({ programs, rounds, settleMs, progress }) {
  progress('the command')
  const names = ['miniconsul', 'node -e 0', 'floor', ...Object.keys(programs).filter(name => name !== 'miniconsul')]
  const samples = await alternate(names, rounds, name => {
    if (name === 'floor') return bareLife(settleMs)
    if (name === 'node -e 0') return emptyLife()
    return agentLife(programs[name], settleMs)
  })
  const complete = [
    { of: 'consul', atMost: 0.4 },
    { of: 'node -e 0', atMost: 1.4 },
  ]
  // it has nothing to complete
  samples['node -e 0'].complete = samples['node -e 0'].answer
  const first = [{ atMost: 200 }, { of: 'consul', atMost: 0.8 }]
  const goals = [{ of: 'consul', atMost: 0.65 }]
  return [
    row('command to first answer', { ...MS, samples, metric: 'answer', goals: first }),
    row('command to complete catalog', { ...MS, samples, metric: 'complete', goals: complete }),
    row('resident memory after start', { unit: 'MiB', better: 'less', samples, metric: 'memory', goals }),
  ]
}

/** `rounds` processes, each with a first life and then several more. */
async function libraryRows({ programs, rounds, lives, progress }) {
  progress('inside a process')
  const [, [script]] = programs.miniconsul
  // the build that has the command has the library, too
  const library = join(dirname(script), '../dist/index.js')
  const all = { miniconsul: { load: [], first: [], life: [] }, floor: { first: [], life: [] } }
  for (let round = 0; round < rounds; round++) {
    const worker = startWorker('library-life.mjs')
    try {
      all.miniconsul.load.push(await worker.call('load', library))
      for (const name of ['floor', 'miniconsul']) all[name].first.push(await worker.call(name))
      const samples = await alternate(['miniconsul', 'floor'], lives, async name => ({ life: await worker.call(name) }))
      for (const name of ['floor', 'miniconsul']) all[name].life.push(...samples[name].life)
    } finally {
      await worker.stop()
    }
  }
  const what = 'create, listen, first answer, close'
  return [
    row('inside a process: import', { ...MS, samples: all, metric: 'load' }),
    row(`inside a process: ${what}, first time`, { ...MS, samples: all, metric: 'first' }),
    row(`inside a process: ${what}, again`, { ...MS, samples: all, metric: 'life', goal: { atMost: 10 } }),
  ]
}

export default {
  name: 'start',
  about: 'from the spawn of a process on; floor: a bare node:http server, started the same way',
  async run({ programs, rounds, quick, wants, progress }) {
    const rows = []
    const startRounds = quick ? 2 : Math.max(rounds, 9)
    const settleMs = quick ? 100 : 1000
    if (wants('command to first answer')) {
      rows.push(...(await commandRows({ programs, rounds: startRounds, settleMs, progress })))
    }
    if (wants('client command')) rows.push(...(await clientRows({ programs, rounds: startRounds, progress })))
    if (wants('inside a process')) {
      rows.push(...(await libraryRows({ programs, rounds: quick ? 1 : rounds, lives: quick ? 3 : 50, progress })))
    }
    return rows
  },
}
