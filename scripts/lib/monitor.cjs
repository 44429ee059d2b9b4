// Loaded into the process of an agent: measures how long its event loop stands still, and tells when it is asked.
'use strict'

const TICK = 5

const { readFileSync } = require('node:fs')

/** Milliseconds that the thread of the event loop computed; of all threads where the system does not tell. */
function computedSoFar() {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ')[0]) / 1e6
  } catch {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  }
}

let last = performance.now()
let before = computedSoFar()
let worst = { waited: 0, computed: 0 }
let turns = 0

// A process that others keep from a core stands still as well, but computes nothing meanwhile.
setInterval(() => {
  turns++
  const now = performance.now()
  const waited = now - last - TICK
  if (waited > worst.computed) {
    const computed = Math.min(waited, computedSoFar() - before)
    worst = { waited: Math.max(worst.waited, waited), computed: Math.max(worst.computed, computed) }
  }
  last = now
  before = computedSoFar()
}, TICK).unref()

function answer(question) {
  if (question === 'turns') return turns
  if (question === 'stall') {
    const stall = worst
    worst = { waited: 0, computed: 0 }
    return stall
  }
  globalThis.gc?.()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rss, heapUsed, external }
}

process.on('message', ({ id, question }) => process.send({ id, answer: answer(question) }))
process.channel?.unref()
