import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Agent, writeFiles } from './agent.ts'
import { type Mask, normalizer } from './normal-output.ts'
import { type Program, run, start } from './programs.ts'
import { until } from './until.ts'

/** A list of command lines and what came of each; see fixtures/conformance/README.md. */
export interface Scenario {
  readonly name: string
  readonly agent?: Readonly<Record<string, unknown>>
  /** Further agents: `$B_HTTP_PORT` is where `b` is asked. */
  readonly agents?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** With it the agent is asked whether it is ready. */
  readonly token?: string
  /** Nothing runs; the ports of an agent that ran are free. */
  readonly noAgent?: boolean
  /** `leader`: it is ready as soon as there is one. */
  readonly ready?: 'leader'
  readonly env?: Readonly<Record<string, string>>
  /** Regular expressions, and what stands for what they match. */
  readonly mask?: readonly Mask[]
  readonly files?: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
}

export interface Step {
  readonly run?: string
  readonly stdin?: string
  readonly start?: string
  readonly end?: string
  readonly wait?: number
  readonly sleep?: number
  readonly sorted?: boolean
  /** It is tried again until what it prints matches. */
  readonly until?: string
  /** Variables for later steps, each with the expression whose group is saved. */
  readonly save?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly mask?: readonly Mask[]
  readonly expect?: Result
}

/** Parts of what came of a step: those that are compared. */
export interface Result {
  readonly exit?: number | null
  readonly running?: boolean
  readonly stdout?: string
  readonly stderr?: string
}

/** Runs the steps of a scenario; gives for each step what was recorded of it, as it came. `others`: its further agents. */
export async function replay(
  scenario: Scenario,
  agent: Agent,
  others: Readonly<Record<string, Agent>> = {},
): Promise<(Result | undefined)[]> {
  const folder = mkdtempSync(join(tmpdir(), 'commands-'))
  // where it was when this was recorded
  const [bin = ''] = (agent.env['PATH'] ?? '').split(delimiter)
  symlinkSync(join(bin, 'consul'), join(folder, 'consul'))
  const background = new Map<string, Program>()
  const places = { HOME: folder, DIR: folder, TMPDIR: folder }
  const env: Record<string, string> = { ...agent.env, ...variables(agent), ...places, ...scenario.env }
  const filled = Object.entries(scenario.files ?? {}).map(([name, text]) => [
    name,
    text.replace(/\$\{(\w+)\}/g, (all, variable: string) => env[variable] ?? all),
  ])
  writeFiles(folder, Object.fromEntries(filled) as Record<string, string>)
  for (const [id, { http }] of Object.entries(others)) env[`${id.toUpperCase()}_HTTP_PORT`] = String(http)
  const options = { cwd: folder, env }
  const known = normalizer(folder, agent)
  const results: (Result | undefined)[] = []
  try {
    for (const step of scenario.steps) {
      const masks = [...(scenario.mask ?? []), ...(step.mask ?? [])]
      const normal = (text: string): string => known(text, masks)
      let result: Result = {}
      if (step.sleep !== undefined) {
        await sleep(step.sleep)
      } else if (step.start !== undefined) {
        const program = start('sh', ['-c', stretched(step.run ?? '')], options)
        background.set(step.start, program)
        await until(() => program.output() !== '', { what: `something printed by ${step.run}` })
      } else if (step.end !== undefined) {
        result = await end(step, background.get(step.end)!, normal)
      } else {
        const { code, stdout, stderr } = await shell(step, { ...options, env: { ...env, ...step.env } })
        for (const [name, pattern] of Object.entries(step.save ?? {})) {
          env[name] = new RegExp(pattern).exec(stdout)?.[1] ?? ''
        }
        result = { exit: code, stdout: sorted(normal(stdout), step), stderr: normal(stderr) }
      }
      results.push(step.expect && pick(result, step.expect))
    }
    return results
  } finally {
    await Promise.all([...background.values()].map(program => program.kill()))
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The ports of an agent as lines and files name them. */
const variables = (agent: Agent): Record<string, string> => ({
  HTTP_PORT: String(agent.http),
  HTTPS_PORT: String(agent.https),
  DNS_PORT: String(agent.dns),
  SERVER_PORT: String(agent.server),
  SERF_LAN_PORT: String(agent.serf_lan),
  SERF_WAN_PORT: String(agent.serf_wan),
  FREE1: String(agent.free),
})

/** Runs a line, again and again where it is not at once what is waited for. */
async function shell(
  { run: line = '', stdin: input = '', until: pattern }: Step,
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  for (let tries = 50; ; tries -= 1) {
    const result = await run('sh', ['-c', line], { ...options, input })
    if (pattern === undefined || tries <= 1 || new RegExp(pattern).test(result.stdout + result.stderr)) return result
    await sleep(100)
  }
}

/** How much longer things last than when they were recorded: on a busy machine, the next commands may take that long. */
const STRETCH = 3

const stretched = (line: string): string =>
  line.replace(/\bsleep (\d+)/g, (_, seconds: string) => `sleep ${STRETCH * Number(seconds)}`)

/** What a program in the background printed, once that is what was recorded or it had its time. */
async function end({ wait, expect }: Step, program: Program, normal: (text: string) => string): Promise<Result> {
  const settled = (): boolean => normal(program.output()) === expect?.stdout
  await until(settled, { what: 'what was recorded', within: 3000 + STRETCH * (wait ?? 0) }).catch(() => undefined)
  const running = expect?.running ?? false
  if (running) {
    const ended = await Promise.race([program.exited.then(() => true), sleep(0).then(() => false)])
    const stdout = normal(program.output())
    await program.kill()
    return { stdout, running: !ended }
  }
  const { code, stdout, stderr } = await program.exited
  return { stdout: normal(stdout), running, exit: code, stderr: normal(stderr) }
}

const sorted = (text: string, step: Step): string => (step.sorted ? text.split('\n').sort().join('\n') : text)

const pick = (result: Result, expected: Result): Result =>
  Object.fromEntries(Object.entries(result).filter(([name]) => Object.hasOwn(expected, name)))
