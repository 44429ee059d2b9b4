import { writeFileSync } from 'node:fs'
import { resolve as resolvePath } from 'node:path'
import { failureOf, operateAgent, statusesOf } from './agent-steps.ts'
import { resolve } from './dns-client.ts'
import { replyTo, request, send, type Call } from './http-client.ts'
import type { Reply } from './reply.ts'
import { normalise } from './normalise.ts'
import { observe, observeDns } from './observe.ts'
import type { Question, Scenario, Step } from './scenario.ts'
import type { StartTarget, Target } from './target.ts'
import { isReached } from './until.ts'
import { fill, save, type Variables } from './variables.ts'

/** A request that was sent and not yet looked at. */
interface Pending {
  step: Step
  call: Call
  began: number
  ended: Promise<number>
}

/** What one run of a scenario remembers from step to step. */
interface Run {
  readonly vars: Variables
  readonly pending: Map<string, Pending>
  readonly saved: Map<string, Buffer>
  /** The index up to which everything belongs to the start-up, by the server whose log it is. */
  readonly starts: Record<string, number>
  /** A connection that is cut instead of an answer is what was seen, not a failure of the run. */
  readonly seesCuts: boolean
}

/** A step with its variables filled in, the same as it was written, and the agent that it goes to. */
interface Current {
  readonly step: Step
  readonly original: Step
  readonly target: Target
}

/** Long enough for a request to arrive and block before the next step. */
const SETTLE = 150
const POLL_EVERY = 50
const POLL_FOR = 10_000

async function startRequest(run: Run, { step, target }: Current): Promise<null> {
  const began = target.now()
  const call = send(target, { ...step, bytes: run.saved.get(step.send ?? '') })
  const now = () => target.now()
  run.pending.set(step.start ?? '', { step, call, began, ended: call.answer.then(now, now) })
  await target.elapse(step.settle ?? SETTLE)
  return null
}

async function awaitRequest(run: Run, { step, original, target }: Current): Promise<unknown> {
  const pending = run.pending.get(step.await ?? '')
  if (!pending) throw new Error(`nothing was started as ${step.await}`)
  if (step.fails) return failureOf(pending.call, target, step)
  const reply = await replyTo(pending.call, target)
  save(original.save, reply, run.vars)
  return observe(reply, (await pending.ended) - pending.began, { ...pending.step, ...step })
}

async function exchange(run: Run, current: Current): Promise<unknown> {
  const { step, target } = current
  const { until } = step
  const began = target.now()
  const ask = () => request(target, { ...step, bytes: run.saved.get(step.send ?? '') })
  // an agent that is polled may not be there yet
  const poll = (): Promise<Reply | undefined> => (until ? ask().catch(() => undefined) : ask())
  const isDone = (reply: Reply | undefined): boolean => !until || (reply !== undefined && isReached(reply, until, step))
  if (run.seesCuts && !until) return ask().then(reply => finish(reply, run, current), cutOff)
  let reply = await poll()
  const deadline = began + (until?.within ?? POLL_FOR)
  while (!isDone(reply) && target.now() < deadline) {
    await target.elapse(POLL_EVERY)
    reply = await poll()
  }
  if (!reply) throw new Error(`no answer to ${step.path}`)
  return finish(reply, run, current, target.now() - began)
}

function finish(reply: Reply, run: Run, { step, original }: Current, ms = 0): unknown {
  if (step.keep) run.saved.set(step.keep, reply.bytes)
  save(original.save, reply, run.vars)
  return observe(reply, ms, step)
}

async function askDns({ seesCuts }: Run, question: Question, target: Target): Promise<unknown> {
  // a question without an answer is what was seen as well
  const message = await resolve(target, seesCuts ? { silence: 30_000, ...question } : question)
  return observeDns(message, question)
}

/** Consul cuts the connection of a request whose handler panics. */
function cutOff(error: unknown): unknown {
  const { code = '' } = error as NodeJS.ErrnoException
  // an agent that ended by it refuses what comes next
  if (code === 'ECONNRESET' || code === 'ECONNREFUSED') return { failed: 'cut off' }
  if (code.startsWith('HPE_')) return { failed: 'no HTTP' }
  throw error
}

function writeFiles({ dir }: Target, files: Record<string, string>): null {
  for (const [file, text] of Object.entries(files)) writeFileSync(resolvePath(dir, file), text)
  return null
}

async function markStart(run: Run, { step, target }: Current): Promise<null> {
  run.starts[step.space ?? target.space ?? ''] = (await target.mark?.()) ?? 0
  return null
}

async function perform(run: Run, current: Current): Promise<unknown> {
  const { step, target } = current
  if (step.sleep) return target.elapse(step.sleep).then(() => null)
  const operated = await operateAgent(target, step)
  if (operated) return operated.seen
  if (step.mark) return markStart(run, current)
  if (step.await) return awaitRequest(run, current)
  if (step.fails) return failureOf(send(target, step), target, step)
  if (step.many) return statusesOf(target, step)
  if (step.dns) return askDns(run, step.dns, target)
  if (step.write) return writeFiles(target, step.write)
  if (step.start) return startRequest(run, current)
  return exchange(run, current)
}

/** Starts the further agents of a scenario; each may name the places of those before it. */
async function startOthers(
  scenario: Scenario,
  start: StartTarget,
  targets: Map<string, Target>,
  vars: Variables,
): Promise<void> {
  const first = Object.entries(vars).map(([name, value]) => [`first_${name}`, value])
  for (const name of Object.keys(scenario.agents ?? {})) {
    const target = await start(scenario, name, { ...vars, ...Object.fromEntries(first) })
    targets.set(name, target)
    for (const [key, value] of Object.entries({ ...target.ports, dir: target.dir })) vars[`${name}_${key}`] = value
  }
}

/** Runs a scenario's steps on agents that are there already. */
async function runOn(
  scenario: Scenario,
  targets: ReadonlyMap<string, Target>,
  vars: Variables,
  seesCuts = false,
): Promise<unknown[]> {
  const run: Run = { vars, pending: new Map(), saved: new Map(), starts: {}, seesCuts }
  const targetOf = ({ on = '' }: Step): Target => {
    const target = targets.get(on)
    if (!target) throw new Error(`there is no agent ${on}`)
    return target
  }
  try {
    const results: unknown[] = []
    for (const original of scenario.steps) {
      results.push(await perform(run, { step: fill(original, vars), original, target: targetOf(original) }))
    }
    for (const { space = '', startIndex } of targets.values()) {
      run.starts[space] = Math.max(run.starts[space] ?? 0, startIndex)
    }
    const spaces = scenario.steps.map(step => step.space ?? targetOf(step).space ?? '')
    return normalise(results, scenario, { places: vars, starts: run.starts, spaces })
  } finally {
    for (const { call } of run.pending.values()) call.hangUp()
  }
}

const placesOf = ({ ports, dir }: Target): Variables => ({ ...ports, dir })

/** Runs a scenario on one agent that goes on afterwards; its indexes so far belong to the start. Connections may be cut. */
export async function runSteps(scenario: Scenario, target: Target): Promise<unknown[]> {
  const startIndex = (await target.mark?.()) ?? target.startIndex
  return runOn(scenario, new Map([['', { ...target, startIndex }]]), placesOf(target), true)
}

/** Runs a scenario on a fresh agent: what was seen at each step, normalised (null where there is nothing to see). */
export async function runScenario(scenario: Scenario, start: StartTarget, seesCuts = false): Promise<unknown[]> {
  const own = await start(scenario)
  const targets = new Map([['', own]])
  const vars = placesOf(own)
  try {
    await startOthers(scenario, start, targets, vars)
    return await runOn(scenario, targets, vars, seesCuts)
  } finally {
    for (const target of targets.values()) await target.close()
  }
}
