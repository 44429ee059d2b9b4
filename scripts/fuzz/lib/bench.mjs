// Runs subjects against agents, starts those anew that ended, and keeps the figures.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MonitoredAgent, ROOT } from '../../lib/monitored-agent.mjs'
import { faultIn } from './faults.mjs'
import { Random } from './random.mjs'
import { each } from './talk.mjs'

/** Findings of one subject after which it is given up. */
const ENOUGH = 5

export class Bench {
  #agents = new Map()
  #stall = { waited: 0, computed: 0 }
  crashes = 0
  /** Ends the run after the batch that is under way. */
  stopping = false

  constructor(options) {
    this.options = options
  }

  async run(subject, wanted) {
    const findings = []
    let count = 0
    let answers = 0
    let agent = await this.#agent(subject)
    for (let batch = 0; count < wanted && findings.length < ENOUGH && !this.stopping; batch++) {
      const inputs = []
      for (let i = 0; i < (subject.batch ?? 200) && count < wanted; i++) {
        const random = Random.of(this.options.seed, subject.name, batch, i)
        const input = subject.make(random)
        inputs.push({ input, random })
        count += subject.count?.(input) ?? 1
      }
      await each(inputs, subject.width ?? 20, async one => {
        const { problem, heard = '' } = await tried(subject, agent, one)
        answers += heard.split('HTTP/1.').length - 1
        if (problem !== undefined) findings.push(this.#report(subject, problem, [one.input]))
      })
      await subject.after?.(agent).catch(() => undefined)
      const problem = await agent.problem()
      if (problem !== undefined) {
        if (agent.ended !== undefined) this.crashes++
        const found = this.#report(
          subject,
          problem,
          inputs.map(({ input }) => input),
        )
        findings.push(found)
        await this.#drop(subject, agent)
        agent = await this.#agent(subject)
      } else this.#stalled(await agent.ask('stall'), subject)
    }
    return { count, answers, findings }
  }

  stallText() {
    const { waited, computed, during } = this.#stall
    return `longest stall ${Math.round(computed)} ms of work (${Math.round(waited)} ms on the clock)${during === undefined ? '' : ` in ${during}`}`
  }

  async memoryText() {
    const texts = []
    for (const [kind, { agent, before }] of this.#agents) {
      await agent.request('PUT', '/_miniconsul/reset').catch(() => undefined)
      const after = await agent.ask('memory')
      texts.push(
        `agent ${kind}: ${megabytes(before.rss)} before, ${megabytes(after.rss)} after (heap ${megabytes(before.heapUsed)}, ${megabytes(after.heapUsed)})`,
      )
    }
    return `memory: ${texts.join('; ')}`
  }

  async stop() {
    for (const { agent } of this.#agents.values()) await agent.stop()
  }

  async #agent(subject) {
    const kind = kindOf(subject)
    const known = this.#agents.get(kind)
    if (!known) {
      const agent = await MonitoredAgent.start({ config: await this.#config(kind, subject), bin: this.options.bin })
      // what is loaded when it is first needed belongs to the start
      for (const path of ['/ui/', '/_miniconsul/journal', '/v1/catalog/nodes?filter=Node+matches+a']) {
        await agent.request('GET', path)
      }
      this.#agents.set(kind, { agent, before: await agent.ask('memory') })
    }
    const { agent } = this.#agents.get(kind)
    await subject.prepare?.(agent)
    await agent.ask('stall')
    return agent
  }

  async #drop(subject, agent) {
    this.#agents.delete(kindOf(subject))
    await agent.stop()
  }

  async #config(kind, { config }) {
    if (config !== undefined) return typeof config === 'function' ? config() : config
    if (kind === 'plain') return {}
    const folder = mkdtempSync(join(tmpdir(), 'fuzz-tls-'))
    const written = ([name, text]) => {
      writeFileSync(join(folder, name), text)
      return [name, join(folder, name)]
    }
    const { ca, cert, key } = Object.fromEntries(Object.entries(this.options.certificates).map(written))
    return {
      acl: { enabled: true, default_policy: 'deny', tokens: { initial_management: ROOT, agent: ROOT } },
      tls: { defaults: { ca_file: ca, cert_file: cert, key_file: key } },
    }
  }

  #stalled({ waited, computed }, { name }) {
    const worst = this.#stall
    if (computed > worst.computed) this.#stall = { waited: Math.max(waited, worst.waited), computed, during: name }
    else worst.waited = Math.max(waited, worst.waited)
  }

  #report({ name }, problem, inputs) {
    const file = join(mkdtempSync(join(tmpdir(), 'fuzz-found-')), 'inputs.json')
    writeFileSync(file, JSON.stringify(inputs, null, 1))
    const shown = inputs.length === 1 ? JSON.stringify(inputs[0]).slice(0, 2000) : `one of ${inputs.length} in ${file}`
    console.log(`!!! ${name} (seed ${this.options.seed}): ${problem}\n    input: ${shown}`)
    return problem
  }
}

const kindOf = ({ name, agent = 'plain', config }) => (config === undefined ? agent : name)

/** What came back for an input, and what is wrong with it. */
async function tried(subject, agent, { input, random }) {
  try {
    const heard = await subject.send(agent, input, random)
    const fault = faultIn(heard)
    return { heard, problem: fault === undefined ? undefined : `an answer says "${fault}"` }
  } catch (error) {
    return { problem: agent.ended === undefined ? error.stack : undefined }
  }
}

const megabytes = bytes => `${Math.round(bytes / 2 ** 20)} MiB`
