import { runScenario } from '../conformance/run-scenario.ts'
import { startBinary } from '../conformance/binary-target.ts'
import type { Scenario } from '../conformance/scenario.ts'
import type { Command } from './commands/command.ts'
import { compare, type Divergence } from './compare.ts'
import { kindOf } from './kind.ts'
import { startPair, type Binaries } from './pair.ts'
import { scenarioOf } from './sequence.ts'
import { shrink } from './shrink.ts'

/** The first divergence of some commands on fresh agents. */
async function firstOn(binaries: Binaries, scenario: Scenario): Promise<Divergence | undefined> {
  const pair = await startPair(binaries)
  try {
    return (await compare(scenario, pair.real, pair.ours)).divergences[0]
  } finally {
    await pair.close()
  }
}

/** Whether a command reads only: mostly, what was read before has nothing to do with what differs. */
const reads = (command: Command): boolean => command.every(({ method }) => method === 'GET')

/** A guess at what is needed that saves most of the tries: all that writes, and the last command. */
async function writesOf(commands: readonly Command[], shows: Shows): Promise<readonly Command[]> {
  const guess = commands.filter((command, at) => !reads(command) || at === commands.length - 1)
  return (await shows(guess)) ? guess : commands
}

type Shows = (commands: readonly Command[]) => Promise<boolean>

/**
 * The least commands that show a kind of divergence on fresh agents, as a scenario with the answers of the real one: of the
 * sequence that showed it, or else of all that its agents had been told before. Undefined if it does not show itself again.
 */
export async function repeat(
  binaries: Binaries,
  kind: string,
  before: readonly Command[],
  sequence: readonly Command[],
): Promise<Scenario | undefined> {
  const shows: Shows = async commands => {
    const scenario = scenarioOf(commands, binaries.setting)
    const found = await firstOn(binaries, scenario)
    return found !== undefined && kindOf(scenario.steps[found.step] ?? {}, found) === kind
  }
  for (const commands of [sequence, [...before, ...sequence]]) {
    if (await shows(commands)) return recorded(binaries, await shrink(await writesOf(commands, shows), shows))
  }
  return undefined
}

async function recorded({ real, setting }: Binaries, commands: readonly Command[]): Promise<Scenario> {
  const scenario = scenarioOf(commands, setting)
  const seen = await runScenario(scenario, (...args) => startBinary(real, ...args), true)
  const steps = scenario.steps.map((step, i) => (seen[i] === null ? step : { ...step, expect: seen[i] as never }))
  return { ...scenario, steps }
}
