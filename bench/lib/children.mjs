// Every process that a benchmark starts, so that none outlives it, whatever happens.
import { fork, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Nothing that a worker does once takes nearly so long: better an end with an error than none. */
const CALL_TAKES_MS = 300_000

const alive = new Set()
const folders = new Set()

process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130))

function adopt(child) {
  alive.add(child)
  child.once('exit', () => alive.delete(child))
  child.once('error', () => alive.delete(child))
  return child
}

/** A folder that goes with this process. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'miniconsul-bench-'))
  folders.add(folder)
  return folder
}

export function start(command, args, options = {}) {
  return adopt(spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options }))
}

/** Resolves when it is gone. */
export function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise(resolve => {
    child.once('exit', resolve)
    child.kill('SIGKILL')
  })
}

/** Starts a file of bench/workers; `call` runs one of the functions that it serves. */
export function startWorker(file) {
  const path = fileURLToPath(new URL(`../workers/${file}`, import.meta.url))
  const child = adopt(fork(path, [], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }))
  const calls = new Map()
  let lastId = 0
  child.on('message', ({ id, value, error }) => {
    const call = calls.get(id)
    calls.delete(id)
    if (error === undefined) call.resolve(value)
    else call.reject(new Error(error))
  })
  child.once('exit', code => {
    for (const { reject } of calls.values()) reject(new Error(`Failed to measure: ${file} ended with code ${code}.`))
  })
  return {
    pid: child.pid,
    call: (name, ...args) =>
      new Promise((resolve, reject) => {
        const id = ++lastId
        const timer = setTimeout(() => reject(new Error(`Failed to measure: ${name} took too long.`)), CALL_TAKES_MS)
        const settled = fn => value => {
          clearTimeout(timer)
          fn(value)
        }
        calls.set(id, { resolve: settled(resolve), reject: settled(reject) })
        child.send({ id, name, args })
      }),
    stop: () => end(child),
  }
}
