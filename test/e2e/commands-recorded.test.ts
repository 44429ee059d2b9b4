import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commandsThatDiffer } from '../conformance/expected/commands.ts'
import { type Agent, startAgent } from '../support/e2e/agent.ts'
import { linkConsul, root } from '../support/e2e/consul-link.ts'
import { RECORDED_AGENT } from '../support/e2e/normal-output.ts'
import { replay, type Scenario } from '../support/e2e/recorded-commands.ts'

const recordings = ['commands', 'acl', 'acl-details', 'mesh', 'ops'].flatMap(name => {
  const file = join(root, `fixtures/conformance/cli/${name}.recorded.json`)
  // test keys stand there in a form that no scanner takes for secrets
  return JSON.parse(readFileSync(file, 'utf8').replaceAll('TESTING KEY-----', 'PRIVATE KEY-----')) as Scenario[]
})

test.each(recordings.map(scenario => [scenario.name, scenario] as const))(
  'prints and exits as the official command: %s',
  async (name, scenario) => {
    const agent = await startAgent({ ...RECORDED_AGENT, ...scenario.agent }, linkConsul, scenario)
    if (scenario.noAgent === true) await agent.program.kill()
    const differing = commandsThatDiffer[name] ?? {}
    const others: Record<string, Agent> = {}
    try {
      for (const [id, config] of Object.entries(scenario.agents ?? {})) {
        others[id] = await startAgent({ ...RECORDED_AGENT, ...config })
      }
      const results = await replay(scenario, agent, others)
      const lines = scenario.steps.map(({ run, end }) => run ?? `end ${end}`)
      const shown = (results: readonly unknown[]) =>
        lines.flatMap((line, at) => (Object.hasOwn(differing, line) ? [] : [{ line, ...(results[at] as object) }]))
      expect(shown(results)).toEqual(shown(scenario.steps.map(({ expect }) => expect)))
      for (const [at, line] of lines.entries()) {
        if (!Object.hasOwn(differing, line)) continue
        expect(results[at], `take "${line}" off the list`).not.toEqual(scenario.steps[at]?.expect)
      }
    } finally {
      await Promise.all([agent, ...Object.values(others)].map(started => started.stop()))
    }
  },
)
