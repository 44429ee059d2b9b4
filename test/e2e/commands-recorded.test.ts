import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startAgent } from '../support/e2e/agent.ts'
import { root } from '../support/e2e/consul-link.ts'
import { RECORDED_AGENT, replay, type Scenario } from '../support/e2e/recorded-commands.ts'

const recorded = join(root, 'fixtures/conformance/cli/commands.recorded.json')
const scenarios = JSON.parse(readFileSync(recorded, 'utf8')) as Scenario[]

test.each(scenarios.map(scenario => [scenario.name, scenario] as const))(
  'prints and exits as the official command: %s',
  async (_name, scenario) => {
    const agent = await startAgent({ ...RECORDED_AGENT, ...scenario.agent })
    try {
      const results = await replay(scenario, agent)
      const lines = scenario.steps.map(({ run, end }) => run ?? `end ${end}`)
      const shown = (results: readonly unknown[]) => lines.map((line, at) => ({ line, ...(results[at] as object) }))
      expect(shown(results)).toEqual(shown(scenario.steps.map(({ expect }) => expect)))
    } finally {
      await agent.stop()
    }
  },
)
