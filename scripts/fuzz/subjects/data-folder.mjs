import { mkdtempSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MonitoredAgent } from '../../lib/monitored-agent.mjs'
import { mutated } from '../lib/mutate.mjs'

const filesBelow = folder =>
  readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
  )

/** Folders of an agent that was killed, with damaged files in them: it starts, or says in one line why it does not. */
export const dataFolder = {
  name: 'data-folder',
  unit: 'starts',
  weight: 100,
  batch: 1,
  width: 1,
  make: random => ({ seed: random.int(1e9), way: random.pick(['cut', 'damage', 'damage', 'zeros']) }),
  async send(_agent, { way }, random) {
    const folder = mkdtempSync(join(tmpdir(), 'fuzz-data-'))
    const data = join(folder, 'data')
    const options = { args: ['-server', '-bootstrap-expect=1', `-data-dir=${data}`], folder }
    const first = await MonitoredAgent.start(options)
    for (let i = 0; i < 20; i++) await first.request('PUT', `/v1/kv/a${i}`, 'x'.repeat(100))
    await first.request('PUT', '/v1/agent/service/register', JSON.stringify({ Name: 'web', Port: 80 }))
    const gone = new Promise(resolve => first.child.once('exit', resolve))
    first.child.kill('SIGKILL')
    await gone
    const file = random.pick(filesBelow(data))
    const { size } = statSync(file)
    if (way === 'cut') truncateSync(file, random.int(size + 1))
    else if (way === 'zeros') writeFileSync(file, Buffer.alloc(size))
    else writeFileSync(file, Buffer.from(mutated(readFileSync(file).toString('latin1'), random), 'latin1'))
    try {
      const second = await MonitoredAgent.start(options)
      await second.stop()
    } catch (error) {
      if (!error.message.startsWith('the agent did not start: ended with 1:')) throw error
      if (/\n\s+at /.test(error.message)) throw new Error(`a stack trace: ${error.message}`, { cause: error })
    }
    await first.stop()
    return ''
  },
}
