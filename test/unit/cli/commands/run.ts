import { expect } from 'vitest'
import { dispatch } from '../../../../src/cli/dispatch.ts'
import type { CommandIo } from '../../../../src/cli/command.ts'
import { type Seen, stubAgent } from '../../client/stub-agent.ts'
import { recordedIo } from '../io.ts'

type World = Partial<Omit<CommandIo, 'stdin'>> & { stdin?: string }

/** What a command came to, and what it asked. */
export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly lines: readonly string[]
  readonly seen: readonly Seen[]
}

/** Runs a command in this process against an agent that gives the same answers to everybody; by default 404. */
export async function runCommand(
  argv: readonly string[],
  answers: Parameters<typeof stubAgent>[0] = {},
  world: World = {},
): Promise<Outcome> {
  await using agent = await stubAgent(answers)
  const { io, written } = recordedIo({ ...world, env: { CONSUL_HTTP_ADDR: agent.address, ...world.env } })
  const code = await dispatch(argv, io)
  return { code, ...written, lines: agent.lines(), seen: agent.seen }
}

/** The same; it must succeed. */
export async function succeed(...args: Parameters<typeof runCommand>): Promise<Outcome> {
  const outcome = await runCommand(...args)
  expect(outcome).toMatchObject({ code: 0, stderr: '' })
  return outcome
}
