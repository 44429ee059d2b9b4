// Loaded into the process of an agent: measures how long its event loop stands still, and tells when it is asked.
'use strict'

const TICK = 5

let last = performance.now()
let cpu = process.cpuUsage()
let worst = { waited: 0, computed: 0 }
let turns = 0

// A process that others keep from a core stands still as well, but computes nothing meanwhile.
setInterval(() => {
  turns++
  const now = performance.now()
  const waited = now - last - TICK
  if (waited > worst.computed) {
    const used = process.cpuUsage(cpu)
    const computed = Math.min(waited, (used.user + used.system) / 1000)
    worst = { waited: Math.max(worst.waited, waited), computed: Math.max(worst.computed, computed) }
  }
  last = now
  cpu = process.cpuUsage()
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
