// Loads an agent for as long as is wanted, and looks whether anything is lost, stands still, or grows.
//
//   npm run soak                                       a short run, as CI makes it
//   npm run soak -- --watchers 10000 --seconds 60      a long one
//   npm run soak -- --only watchers
import { parseArgs } from 'node:util'
import { COMMAND, MonitoredAgent } from './lib/monitored-agent.mjs'
import { counters } from './soak/counters.mjs'
import { flapping } from './soak/flapping.mjs'
import { reconnects } from './soak/reconnects.mjs'
import { slowReaders } from './soak/slow-readers.mjs'
import { watchers } from './soak/watchers.mjs'

const { values } = parseArgs({
  options: {
    bin: { type: 'string', default: COMMAND },
    only: { type: 'string', multiple: true, default: [] },
    seconds: { type: 'string', default: '3' },
    watchers: { type: 'string', default: '500' },
  },
})
const options = { ms: Number(values.seconds) * 1000, watchers: Number(values.watchers) }
const subjects = [counters, flapping, slowReaders, reconnects, watchers]
const chosen = subjects.filter(({ name }) => values.only.length === 0 || values.only.includes(name))
const megabytes = bytes => `${Math.round(bytes / 2 ** 20)} MiB`

let problems = 0
const agent = await MonitoredAgent.start({ bin: values.bin })
try {
  for (const { name, run } of chosen) {
    const before = await agent.ask('memory')
    await agent.ask('stall')
    const { text, wrong } = await run(agent, options)
    const { computed, waited } = await agent.ask('stall')
    await agent.request('PUT', '/_miniconsul/reset')
    const problem = await agent.problem()
    const after = await agent.ask('memory')
    const stall = `longest stall ${Math.round(computed)} ms of work (${Math.round(waited)} ms on the clock)`
    console.log(`${name}: ${text}; ${stall}; memory ${megabytes(before.rss)} before, ${megabytes(after.rss)} after`)
    for (const what of [...wrong, ...(problem === undefined ? [] : [problem])]) {
      problems++
      console.log(`!!! ${name}: ${what}`)
    }
    if (agent.ended !== undefined) break
  }
} finally {
  await agent.stop()
}
console.log(`${problems} problems`)
process.exitCode = problems > 0 ? 1 : 0
